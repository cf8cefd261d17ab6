package org.moorage.openstack.transport;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.moorage.api.plugin.Refusal;
import org.moorage.openstack.config.TlsSettings;
import org.moorage.openstack.config.TlsSettings.ClientCertificate;
import org.moorage.openstack.config.Vocabulary;
import org.moorage.tls.Contexts;

/// Makes TLS contexts of what the configuration says. Files are read once, here.
public final class Tls {
    private final List<String> problems = new ArrayList<>();

    private final Vocabulary words;

    private Tls(Vocabulary words) {
        this.words = words;
    }

    /// The context for the settings.
    ///
    /// @param owner whose settings they are, for messages: `[Global]`
    /// @throws Refusal if a file cannot be read or does not hold what it should; it lists every problem
    public static SSLContext context(TlsSettings settings, String owner) {
        return context(settings, owner, Vocabulary.CLOUD_CONF);
    }

    /// The context for the settings.
    ///
    /// @param owner whose settings they are, for messages: `[Global]`
    /// @param words how the settings are spelled where they were written
    /// @throws Refusal if a file cannot be read or does not hold what it should; it lists every problem
    public static SSLContext context(TlsSettings settings, String owner, Vocabulary words) {
        var tls = new Tls(words);
        var keys = settings.clientCertificate().flatMap(tls::keys);
        var trust = settings.insecure() ? Optional.of(Contexts.anyone()) : tls.trust(settings, owner);
        if (!tls.problems.isEmpty()) {
            throw new Refusal(tls.problems, null);
        }
        return Contexts.of(keys, trust);
    }

    /// The context for a service that is asked by plain HTTP: no server is believed.
    public static SSLContext believingNobody() {
        return Contexts.of(Optional.empty(), Optional.of(Contexts.nobody()));
    }

    static SSLContext system() {
        return Contexts.of(Optional.empty(), Optional.empty());
    }

    static SSLContext believingAnyone() {
        return Contexts.of(Optional.empty(), Optional.of(Contexts.anyone()));
    }

    private Optional<TrustManager[]> trust(TlsSettings settings, String owner) {
        var file = settings.caFile();
        if (file.isPresent()) {
            return read(file.get(), words.spell("ca-file"))
                    .flatMap(bytes -> trust(bytes, words.spell("ca-file") + " " + file.get()));
        }
        return settings.caContents()
                .flatMap(text -> trust(
                        text.reveal().getBytes(StandardCharsets.UTF_8),
                        words.spell("cafilecontents") + " of " + owner));
    }

    private Optional<TrustManager[]> trust(byte[] pem, String source) {
        try {
            var trust = Contexts.trust(pem);
            if (trust.isEmpty()) {
                problems.add(source + " holds no certificate: give a PEM file with the certificates of the CA");
            }
            return trust;
        } catch (GeneralSecurityException e) {
            problems.add(source + " holds no readable certificate (" + e.getMessage()
                    + "): give a PEM file with the certificates of the CA");
            return Optional.empty();
        }
    }

    private Optional<KeyManager[]> keys(ClientCertificate client) {
        var certificate = read(client.certificate(), words.spell("cert-file"));
        var key = read(client.key(), words.spell("key-file"));
        if (certificate.isEmpty() || key.isEmpty()) {
            return Optional.empty();
        }
        try {
            var keys = Contexts.identity(certificate.get(), key.get());
            if (keys.isEmpty()) {
                problems.add(words.spell("cert-file") + " " + client.certificate()
                        + " holds no certificate: give a PEM file with one");
            }
            return keys;
        } catch (GeneralSecurityException e) {
            problems.add(words.spell("cert-file") + " " + client.certificate() + " and " + words.spell("key-file") + " "
                    + client.key()
                    + " make no client certificate (" + e.getMessage()
                    + "): give PEM files that belong together, the key not encrypted");
            return Optional.empty();
        }
    }

    private Optional<byte[]> read(Path file, String key) {
        try {
            return Optional.of(Files.readAllBytes(file));
        } catch (NoSuchFileException _) {
            problems.add(key + " " + file + ": there is no such file: correct the path");
        } catch (IOException e) {
            problems.add(
                    key + " " + file + " cannot be read (" + e.getMessage() + "): make it readable for this process");
        }
        return Optional.empty();
    }
}
