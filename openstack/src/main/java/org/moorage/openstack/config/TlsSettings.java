package org.moorage.openstack.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.moorage.api.Secret;

/// Whom to believe on TLS connections, and as whom to show oneself.
///
/// @param caFile     a PEM file whose certificates replace the system's roots
/// @param caContents the same as text; `caFile` wins
/// @param clientCertificate the client's certificate and key, both or neither
/// @param insecure   whether any certificate is believed
public record TlsSettings(
        Optional<Path> caFile,
        Optional<Secret> caContents,
        Optional<ClientCertificate> clientCertificate,
        boolean insecure) {
    /// The system's roots and no client certificate.
    public static final TlsSettings SYSTEM =
            new TlsSettings(Optional.empty(), Optional.empty(), Optional.empty(), false);

    /// The files that the settings name.
    public List<Path> files() {
        return Stream.concat(
                        caFile.stream(),
                        clientCertificate.stream().flatMap(client -> Stream.of(client.certificate(), client.key())))
                .toList();
    }

    /// A client certificate.
    ///
    /// @param certificate a PEM file with the certificate and its chain
    /// @param key         a PEM file with the private key, not encrypted
    public record ClientCertificate(Path certificate, Path key) {}
}
