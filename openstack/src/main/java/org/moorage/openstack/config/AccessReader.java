package org.moorage.openstack.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moorage.api.Secret;
import org.moorage.openstack.config.TlsSettings.ClientCertificate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes the access to one cloud out of a `[Global]` section, and says all that is missing.
final class AccessReader {
    private static final Logger LOG = LoggerFactory.getLogger(AccessReader.class);

    private final Section section;
    private final List<String> problems;
    private final Domain domain;

    AccessReader(Section section, List<String> problems) {
        this.section = section;
        this.problems = problems;
        this.domain = domain(GlobalKeys.DOMAIN_ID, GlobalKeys.DOMAIN_NAME);
    }

    /// The access, or empty when a problem was found.
    Optional<CloudAccess> read() {
        var before = problems.size();
        var authUrl = authUrl();
        var credential = credential();
        var catalogInterface = catalogInterface();
        var tls = tls();
        if (problems.size() > before || authUrl == null || credential == null) {
            return Optional.empty();
        }
        return Optional.of(new CloudAccess(
                authUrl, credential, section.text(GlobalKeys.REGION), catalogInterface, tls, section.vocabulary()));
    }

    private @Nullable URI authUrl() {
        var text = section.text(GlobalKeys.AUTH_URL);
        if (text.isEmpty()) {
            var key = section.spell(GlobalKeys.AUTH_URL);
            problem(section.where() + " has no " + key + ": write " + key + " = https://KEYSTONE:5000/v3");
            return null;
        }
        try {
            var url = new URI(text.get().strip());
            var scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
            if ((scheme.equals("http") || scheme.equals("https"))
                    && url.getHost() != null
                    && url.getUserInfo() == null) {
                return url;
            }
        } catch (URISyntaxException _) {
            // The line below says it.
        }
        problem(section.where(GlobalKeys.AUTH_URL)
                + " is no URL of a Keystone: write it as http:// or https://, host, port and path, without a user");
        return null;
    }

    private @Nullable Credential credential() {
        var password = section.secret(GlobalKeys.PASSWORD);
        var secret = section.secret(GlobalKeys.APPLICATION_CREDENTIAL_SECRET);
        var token = section.secret(GlobalKeys.TOKEN);
        var trust = section.text(GlobalKeys.TRUST_ID);
        if (trust.isPresent()) {
            return trust(trust.get());
        }
        if (password.isPresent() && (secret.isPresent() || token.isPresent())) {
            LOG.atWarn().log("{} has a password beside other credentials: the password is used", section.where());
        }
        if (password.isPresent()) {
            return password(password.get());
        }
        if (token.isPresent()) {
            var scope = scope();
            return scope == null ? null : new Credential.Token(token.get(), scope);
        }
        if (secret.isPresent()) {
            return applicationCredential(secret.get());
        }
        problem(section.where() + " has no credentials: write " + both(GlobalKeys.USERNAME, GlobalKeys.PASSWORD)
                + ", or "
                + both(GlobalKeys.APPLICATION_CREDENTIAL_ID, GlobalKeys.APPLICATION_CREDENTIAL_SECRET) + ", or "
                + section.spell(GlobalKeys.TRUST_ID) + ", or " + section.spell(GlobalKeys.TOKEN));
        return null;
    }

    private @Nullable Credential password(Secret password) {
        var user = user();
        var scope = scope();
        if (user.isEmpty()) {
            problem(section.where() + " has a password and no user: write "
                    + either(GlobalKeys.USERNAME, GlobalKeys.USER_ID));
            return null;
        }
        requireDomain(user);
        return scope == null ? null : new Credential.Password(user, password, scope);
    }

    private @Nullable Credential applicationCredential(Secret secret) {
        var id = section.text(GlobalKeys.APPLICATION_CREDENTIAL_ID);
        var name = section.text(GlobalKeys.APPLICATION_CREDENTIAL_NAME);
        if (id.isEmpty() && name.isEmpty()) {
            problem(section.where() + " has an " + section.spell(GlobalKeys.APPLICATION_CREDENTIAL_SECRET)
                    + " and no credential: write " + section.spell(GlobalKeys.APPLICATION_CREDENTIAL_ID));
            return null;
        }
        var user = user();
        if (id.isEmpty() && user.isEmpty()) {
            problem(section.where() + " names an application credential and no user: write "
                    + section.spell(GlobalKeys.USER_ID) + ", or "
                    + both(GlobalKeys.USERNAME, GlobalKeys.USER_DOMAIN_NAME) + ", or "
                    + section.spell(GlobalKeys.APPLICATION_CREDENTIAL_ID) + " in place of its name");
            return null;
        }
        if (id.isEmpty()) {
            requireDomain(user);
        }
        return new Credential.ApplicationCredential(id, name, user, secret);
    }

    private @Nullable Credential trust(String id) {
        var trustee = section.text(GlobalKeys.TRUSTEE_ID)
                .map(trusteeId -> new User(Optional.of(trusteeId), Optional.empty(), domain))
                .orElseGet(this::user);
        var password = section.secret(GlobalKeys.TRUSTEE_PASSWORD).or(() -> section.secret(GlobalKeys.PASSWORD));
        if (trustee.isEmpty()) {
            problem(section.where() + " has a " + section.spell(GlobalKeys.TRUST_ID) + " and no trustee: write "
                    + section.spell(GlobalKeys.TRUSTEE_ID));
        } else {
            requireDomain(trustee);
        }
        if (password.isEmpty()) {
            problem(section.where() + " has a " + section.spell(GlobalKeys.TRUST_ID) + " and no password: write "
                    + section.spell(GlobalKeys.TRUSTEE_PASSWORD));
        }
        return password.map(secret -> new Credential.Trust(id, trustee, secret)).orElse(null);
    }

    private User user() {
        return new User(
                section.text(GlobalKeys.USER_ID),
                section.text(GlobalKeys.USERNAME),
                domain(GlobalKeys.USER_DOMAIN_ID, GlobalKeys.USER_DOMAIN_NAME).or(domain));
    }

    private void requireDomain(User user) {
        if (user.id().isEmpty() && user.domain().isEmpty()) {
            problem(section.where(GlobalKeys.USERNAME)
                    + " has no domain: write "
                    + either(GlobalKeys.USER_DOMAIN_NAME, GlobalKeys.DOMAIN_NAME) + " (often Default)");
        }
    }

    private @Nullable Scope scope() {
        var id = section.text(GlobalKeys.TENANT_ID);
        var name = section.text(GlobalKeys.TENANT_NAME);
        var projectDomain = domain(GlobalKeys.TENANT_DOMAIN_ID, GlobalKeys.TENANT_DOMAIN_NAME)
                .or(domain);
        if (id.isEmpty() && name.isPresent() && projectDomain.isEmpty()) {
            problem(section.where(GlobalKeys.TENANT_NAME)
                    + " has no domain: write "
                    + either(GlobalKeys.TENANT_DOMAIN_NAME, GlobalKeys.DOMAIN_NAME) + " (often Default)");
            return null;
        }
        if (id.isPresent() || name.isPresent()) {
            return new Scope.Project(id, name, projectDomain);
        }
        if (domain.isEmpty()) {
            problem(section.where() + " has no project: write " + either(GlobalKeys.TENANT_ID, GlobalKeys.TENANT_NAME));
            return null;
        }
        return new Scope.WholeDomain(domain);
    }

    private Domain domain(String idKey, String nameKey) {
        return new Domain(section.text(idKey), section.text(nameKey));
    }

    private CatalogInterface catalogInterface() {
        var text = section.text(GlobalKeys.ENDPOINT_TYPE).orElse("public").toLowerCase(Locale.ROOT);
        return switch (text.endsWith("url") ? text.substring(0, text.length() - 3) : text) {
            case "public" -> CatalogInterface.PUBLIC;
            case "internal" -> CatalogInterface.INTERNAL;
            case "admin" -> CatalogInterface.ADMIN;
            case String other -> {
                problem(section.where(GlobalKeys.ENDPOINT_TYPE) + " is '" + other
                        + "': write public, internal or admin");
                yield CatalogInterface.PUBLIC;
            }
        };
    }

    private TlsSettings tls() {
        var certificate = section.text(GlobalKeys.CERT_FILE);
        var key = section.text(GlobalKeys.KEY_FILE);
        if (certificate.isPresent() != key.isPresent()) {
            LOG.atWarn()
                    .log(
                            "{} has one of {}: without the other it is not used",
                            section.where(),
                            both(GlobalKeys.CERT_FILE, GlobalKeys.KEY_FILE));
        }
        var client =
                certificate.flatMap(file -> key.map(keyFile -> new ClientCertificate(Path.of(file), Path.of(keyFile))));
        return new TlsSettings(
                section.text(GlobalKeys.CA_FILE).map(Path::of),
                section.secret(GlobalKeys.CA_FILE_CONTENTS),
                client,
                insecure());
    }

    /// The Go drivers compare with `true` alone; another word must not switch the checks off here either.
    private boolean insecure() {
        if (section.bare(GlobalKeys.TLS_INSECURE)) {
            return true;
        }
        var given = section.text(GlobalKeys.TLS_INSECURE);
        if (given.isPresent() && !given.get().equals("true") && !given.get().equals("false")) {
            LOG.atWarn().log("{} is not 'true': certificates are checked", section.where(GlobalKeys.TLS_INSECURE));
        }
        return given.filter("true"::equals).isPresent();
    }

    private String both(String key, String other) {
        return section.spell(key) + " and " + section.spell(other);
    }

    private String either(String key, String other) {
        return section.spell(key) + " or " + section.spell(other);
    }

    private void problem(String line) {
        if (!problems.contains(line)) {
            problems.add(line);
        }
    }
}
