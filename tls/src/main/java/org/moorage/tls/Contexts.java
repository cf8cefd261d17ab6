package org.moorage.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/// TLS contexts of clients, made of the content of PEM files.
public final class Contexts {
    private Contexts() {}

    /// The context of a client.
    ///
    /// @param keys  who it is; empty for nobody
    /// @param trust whom it believes; empty for those whom the JDK believes
    public static SSLContext of(Optional<KeyManager[]> keys, Optional<TrustManager[]> trust) {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(keys.orElse(null), trust.orElse(null), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no TLS", e);
        }
    }

    /// To believe anyone, verifying nothing.
    public static TrustManager[] anyone() {
        return new TrustManager[] {new TrustAnyone()};
    }

    /// To believe nobody: for who speaks plain HTTP alone, and need not read the roots that the JDK believes.
    public static TrustManager[] nobody() {
        return new TrustManager[0];
    }

    /// To believe whom the certificates of a PEM file vouch for; empty when there is none in it.
    ///
    /// @throws GeneralSecurityException if one of them cannot be read
    public static Optional<TrustManager[]> trust(byte[] pem) throws GeneralSecurityException {
        var roots = emptyStore();
        for (var certificate : certificates(pem)) {
            roots.setCertificateEntry("ca-" + roots.size(), certificate);
        }
        if (roots.size() == 0) {
            return Optional.empty();
        }
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(roots);
        return Optional.of(factory.getTrustManagers());
    }

    /// To be known by the certificates of a PEM file, with the private key of another; empty when the first holds no
    /// certificate.
    ///
    /// @throws GeneralSecurityException if either cannot be read
    public static Optional<KeyManager[]> identity(byte[] certificatePem, byte[] keyPem)
            throws GeneralSecurityException {
        var chain = certificates(certificatePem).toArray(Certificate[]::new);
        if (chain.length == 0) {
            return Optional.empty();
        }
        var store = emptyStore();
        store.setKeyEntry("client", PemKey.read(keyPem), new char[0], chain);
        var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, new char[0]);
        return Optional.of(factory.getKeyManagers());
    }

    private static List<Certificate> certificates(byte[] pem) throws GeneralSecurityException {
        return Pem.certificates(new String(pem, StandardCharsets.ISO_8859_1));
    }

    private static KeyStore emptyStore() throws GeneralSecurityException {
        var store = KeyStore.getInstance("PKCS12");
        try {
            store.load(null, null);
        } catch (IOException e) {
            throw new GeneralSecurityException("an empty key store cannot be made", e);
        }
        return store;
    }
}
