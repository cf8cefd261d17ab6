package org.moorage.openstack.session;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.moorage.api.Secrets;

/// Tells secrets apart without keeping them: a digest with a key that only this object has, so that it is of no use
/// to whoever sees it. Safe for many threads.
final class SecretDigest {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;

    private final SecretKeySpec key;

    SecretDigest() {
        var random = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(random);
        this.key = new SecretKeySpec(random, ALGORITHM);
    }

    /// The digest of the keys and the texts.
    String of(Secrets secrets) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            new TreeMap<>(secrets.byKey()).forEach((name, secret) -> {
                add(mac, name);
                add(mac, secret.reveal());
            });
            return HexFormat.of().formatHex(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no " + ALGORITHM, e);
        }
    }

    /// With its length ahead, so that no two rows of texts look alike.
    private static void add(Mac mac, String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        mac.update(bytes);
    }
}
