package org.moorage.openstack.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// A certificate authority made by keytool, and certificates signed by it.
public final class TestAuthority {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private final Path dir;

    /// Makes an authority whose files lie in the directory; `ca.pem` is its certificate.
    public TestAuthority(Path dir) throws Exception {
        this.dir = dir;
        keytool("-genkeypair", "-alias", "ca", "-keyalg", "EC", "-dname", "CN=test CA", "-ext", "bc:c");
        export("ca");
    }

    /// Makes a key and a certificate for it; `name.pem` is the certificate.
    public void sign(String name, String algorithm, String extension) throws Exception {
        var arguments = new ArrayList<>(List.of("-genkeypair", "-alias", name, "-signer", "ca"));
        arguments.addAll(List.of("-keyalg", algorithm, "-dname", "CN=" + name, "-ext", extension));
        arguments.addAll(algorithm.equals("EC") ? List.of("-groupname", "secp384r1") : List.of("-keysize", "2048"));
        keytool(arguments.toArray(String[]::new));
        export(name);
    }

    private void export(String name) throws GeneralSecurityException, IOException {
        pem(name + ".pem", "CERTIFICATE", store().getCertificate(name).getEncoded());
    }

    public Path certificate() {
        return dir.resolve("ca.pem");
    }

    public Path certificate(String name) {
        return dir.resolve(name + ".pem");
    }

    public PrivateKey key(String name) throws GeneralSecurityException, IOException {
        return (PrivateKey) store().getKey(name, PASSWORD);
    }

    /// Writes DER as a PEM file.
    public Path pem(String file, String label, byte[] der) throws IOException {
        var text = "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + label + "-----\n";
        return Files.writeString(dir.resolve(file), text);
    }

    /// What a server shows that was signed under the name; it believes the authority.
    public SSLContext server(String name) throws GeneralSecurityException, IOException {
        var shown = empty();
        shown.setKeyEntry(name, key(name), PASSWORD, store().getCertificateChain(name));
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(shown, PASSWORD);
        var believed = empty();
        believed.setCertificateEntry("ca", store().getCertificate("ca"));
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(believed);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    /// What was signed under the name, with the certificates above it.
    public X509Certificate[] chain(String name) throws GeneralSecurityException, IOException {
        return Arrays.stream(store().getCertificateChain(name))
                .map(X509Certificate.class::cast)
                .toArray(X509Certificate[]::new);
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private KeyStore store() throws GeneralSecurityException, IOException {
        return KeyStore.getInstance(dir.resolve("keys.p12").toFile(), PASSWORD);
    }

    private void keytool(String... arguments) throws Exception {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-keystore", dir.resolve("keys.p12").toString()));
        command.addAll(List.of("-storepass", new String(PASSWORD), "-J-XX:TieredStopAtLevel=1"));
        var log = dir.resolve("keytool.log").toFile();
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
        if (process.waitFor() != 0) {
            throw new IllegalStateException(command + ": " + Files.readString(log.toPath()));
        }
    }
}
