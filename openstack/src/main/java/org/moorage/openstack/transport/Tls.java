package org.moorage.openstack.transport;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.moorage.api.plugin.Refusal;
import org.moorage.openstack.config.TlsSettings;
import org.moorage.openstack.config.TlsSettings.ClientCertificate;

/// Makes TLS contexts of what the configuration says. Files are read once, here.
public final class Tls {
    private final List<String> problems = new ArrayList<>();

    private Tls() {}

    /// The context for the settings.
    ///
    /// @param owner whose settings they are, for messages: `[Global]`
    /// @throws Refusal if a file cannot be read or does not hold what it should; it lists every problem
    public static SSLContext context(TlsSettings settings, String owner) {
        var tls = new Tls();
        var keys = settings.clientCertificate().flatMap(tls::keys);
        var trust = settings.insecure() ? Optional.of(trustAnyone()) : tls.trust(settings, owner);
        if (!tls.problems.isEmpty()) {
            throw new Refusal(tls.problems, null);
        }
        return built(keys, trust);
    }

    static SSLContext system() {
        return built(Optional.empty(), Optional.empty());
    }

    static SSLContext believingAnyone() {
        return built(Optional.empty(), Optional.of(trustAnyone()));
    }

    private static SSLContext built(Optional<KeyManager[]> keys, Optional<TrustManager[]> trust) {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(keys.orElse(null), trust.orElse(null), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no TLS", e);
        }
    }

    private Optional<TrustManager[]> trust(TlsSettings settings, String owner) {
        var file = settings.caFile();
        if (file.isPresent()) {
            return read(file.get(), "ca-file").flatMap(bytes -> trust(bytes, "ca-file " + file.get()));
        }
        return settings.caContents()
                .flatMap(text -> trust(text.reveal().getBytes(StandardCharsets.UTF_8), "cafilecontents of " + owner));
    }

    private Optional<TrustManager[]> trust(byte[] pem, String source) {
        try {
            var roots = emptyStore();
            for (var certificate : certificates(pem)) {
                roots.setCertificateEntry("ca-" + roots.size(), certificate);
            }
            if (roots.size() == 0) {
                problems.add(source + " holds no certificate: give a PEM file with the certificates of the CA");
                return Optional.empty();
            }
            var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(roots);
            return Optional.of(factory.getTrustManagers());
        } catch (GeneralSecurityException | IOException e) {
            problems.add(source + " holds no readable certificate (" + e.getMessage()
                    + "): give a PEM file with the certificates of the CA");
            return Optional.empty();
        }
    }

    private Optional<KeyManager[]> keys(ClientCertificate client) {
        var certificate = read(client.certificate(), "cert-file");
        var key = read(client.key(), "key-file");
        if (certificate.isEmpty() || key.isEmpty()) {
            return Optional.empty();
        }
        try {
            var chain = certificates(certificate.get()).toArray(Certificate[]::new);
            if (chain.length == 0) {
                problems.add("cert-file " + client.certificate() + " holds no certificate: give a PEM file with one");
                return Optional.empty();
            }
            var store = emptyStore();
            store.setKeyEntry("client", PemKey.read(key.get()), new char[0], chain);
            var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, new char[0]);
            return Optional.of(factory.getKeyManagers());
        } catch (GeneralSecurityException | IOException e) {
            problems.add("cert-file " + client.certificate() + " and key-file " + client.key()
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

    private static List<Certificate> certificates(byte[] pem) throws CertificateException {
        var factory = CertificateFactory.getInstance("X.509");
        var text = new String(pem, StandardCharsets.ISO_8859_1);
        var certificates = new ArrayList<Certificate>();
        for (var block : Pem.blocks(text, "CERTIFICATE")) {
            InputStream der = new ByteArrayInputStream(block);
            certificates.add(factory.generateCertificate(der));
        }
        return certificates;
    }

    private static TrustManager[] trustAnyone() {
        return new TrustManager[] {new TrustAnyone()};
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
