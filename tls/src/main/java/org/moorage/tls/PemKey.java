package org.moorage.tls;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Private keys of PEM files. The JDK reads PKCS #8 alone; the older forms that openssl wrote by default are
/// wrapped into it.
final class PemKey {
    private static final byte[] VERSION_0 = {2, 1, 0};

    /// rsaEncryption with its NULL parameter (RFC 8017, A.1).
    private static final byte[] RSA = HexFormat.of().parseHex("300d06092a864886f70d0101010500");

    /// id-ecPublicKey (RFC 5480, 2.1.1), whose parameter is the curve.
    private static final byte[] EC = HexFormat.of().parseHex("06072a8648ce3d0201");

    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;
    private static final int CURVE = 0xa0;

    private PemKey() {}

    /// The one key of a PEM file.
    ///
    /// @throws GeneralSecurityException if there is none that can be read
    static PrivateKey read(byte[] pem) throws GeneralSecurityException {
        var text = new String(pem, StandardCharsets.ISO_8859_1);
        var encoded = first(Pem.blocks(text, "PRIVATE KEY"));
        var rsa = first(Pem.blocks(text, "RSA PRIVATE KEY"));
        var ec = first(Pem.blocks(text, "EC PRIVATE KEY"));
        if (encoded == null && rsa != null) {
            encoded = der(SEQUENCE, VERSION_0, RSA, der(OCTETS, rsa));
        }
        if (encoded == null && ec != null) {
            encoded = der(SEQUENCE, VERSION_0, der(SEQUENCE, EC, curve(ec)), der(OCTETS, ec));
        }
        if (encoded == null) {
            throw new InvalidKeySpecException("there is no unencrypted private key in it");
        }
        for (var algorithm : List.of("RSA", "EC", "EdDSA")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
            } catch (InvalidKeySpecException _) {
                // Another algorithm's key; the loop goes on to it.
            }
        }
        throw new InvalidKeySpecException("the private key is of no known kind");
    }

    private static byte @Nullable [] first(List<byte[]> blocks) {
        return blocks.isEmpty() ? null : blocks.getFirst();
    }

    /// The curve's OID out of an ECPrivateKey (RFC 5915, 3): SEQUENCE, version, key octets, `[0]` curve.
    private static byte[] curve(byte[] key) throws InvalidKeySpecException {
        try {
            var at = key[1] < 0 ? 2 + (key[1] & 0x7f) : 2;
            at += 2 + key[at + 1];
            at += 2 + key[at + 1];
            if ((key[at] & 0xff) == CURVE) {
                return Arrays.copyOfRange(key, at + 2, at + 2 + key[at + 1]);
            }
        } catch (ArrayIndexOutOfBoundsException e) {
            throw new InvalidKeySpecException("the EC private key is cut off", e);
        }
        throw new InvalidKeySpecException("the EC private key does not name its curve");
    }

    private static byte[] der(int tag, byte[]... parts) {
        var content = new ByteArrayOutputStream();
        for (var part : parts) {
            content.writeBytes(part);
        }
        var whole = new ByteArrayOutputStream();
        whole.write(tag);
        var length = content.size();
        if (length > 0xff) {
            whole.write(0x82);
            whole.write(length >> 8);
        } else if (length > 0x7f) {
            whole.write(0x81);
        }
        whole.write(length);
        whole.writeBytes(content.toByteArray());
        return whole.toByteArray();
    }
}
