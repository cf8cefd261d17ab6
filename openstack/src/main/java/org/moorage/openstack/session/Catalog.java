package org.moorage.openstack.session;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.moorage.api.plugin.Refusal;
import org.moorage.openstack.config.CatalogInterface;
import org.moorage.openstack.config.CloudAccess;

/// The services that a token may use, and where they are.
record Catalog(List<TokenDocument.Service> services) {
    /// Copies the list.
    Catalog {
        services = List.copyOf(services);
    }

    /// The URL of a service in the region and of the interface that the access asks for.
    ///
    /// Types are tried from the best to the oldest, whatever the order of the catalog.
    ///
    /// @param cloud the cloud, for messages
    /// @throws Refusal if the catalog has none; it says what the catalog has
    URI require(ServiceKind kind, CloudAccess access, String cloud) {
        var offered = kind.types().stream().flatMap(this::endpoints).toList();
        if (offered.isEmpty()) {
            throw new Refusal(cloud + ": the catalog of " + access.authUrl() + " lists no " + kind.title()
                    + ": it must be one of the types " + kind.types() + "; the project may also lack access");
        }
        var face = access.catalogInterface();
        var regional = offered.stream()
                .filter(endpoint -> access.region().map(endpoint::in).orElse(true))
                .toList();
        if (regional.isEmpty()) {
            throw new Refusal(cloud + ": region '" + access.region().orElse("") + "' has no " + kind.title()
                    + " in the catalog of " + access.authUrl() + ": write "
                    + access.vocabulary().spell("region")
                    + " = one of " + regions(offered));
        }
        return regional.stream()
                .filter(endpoint -> matches(endpoint, face))
                .map(TokenDocument.Endpoint::url)
                .filter(Objects::nonNull)
                .findFirst()
                .map(url -> url(url, kind, cloud))
                .orElseThrow(() -> new Refusal(cloud + ": the catalog of " + access.authUrl() + " lists no "
                        + name(face) + " URL of " + kind.title() + ": write "
                        + access.vocabulary().spell("os-endpoint-type") + " = one of "
                        + faces(regional)));
    }

    private Stream<TokenDocument.Endpoint> endpoints(String type) {
        return services.stream()
                .filter(service -> type.equals(service.type()))
                .flatMap(service -> Optional.ofNullable(service.endpoints()).stream())
                .flatMap(List::stream);
    }

    private static boolean matches(TokenDocument.Endpoint endpoint, CatalogInterface face) {
        return name(face).equals(endpoint.face()) || (name(face) + "URL").equals(endpoint.face());
    }

    private static String name(CatalogInterface face) {
        return face.name().toLowerCase(Locale.ROOT);
    }

    private static TreeSet<String> regions(List<TokenDocument.Endpoint> endpoints) {
        var regions = new TreeSet<String>();
        endpoints.stream()
                .map(endpoint -> endpoint.region() == null ? endpoint.regionId() : endpoint.region())
                .filter(Objects::nonNull)
                .forEach(regions::add);
        return regions;
    }

    private static TreeSet<String> faces(List<TokenDocument.Endpoint> endpoints) {
        var faces = new TreeSet<String>();
        endpoints.stream()
                .map(TokenDocument.Endpoint::face)
                .filter(Objects::nonNull)
                .forEach(faces::add);
        return faces;
    }

    private static URI url(String text, ServiceKind kind, String cloud) {
        try {
            var url = URI.create(text.replaceAll("/+$", ""));
            if (url.getHost() != null) {
                return url;
            }
        } catch (IllegalArgumentException _) {
            // The line below says it.
        }
        throw new Refusal(cloud + ": the catalog's URL of " + kind.title() + " is '" + text
                + "', which is none: have the cloud's catalog corrected");
    }
}
