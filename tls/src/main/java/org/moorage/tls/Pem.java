package org.moorage.tls;

import java.io.ByteArrayInputStream;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/// The blocks of a PEM file.
final class Pem {
    private Pem() {}

    /// All certificates, in order.
    ///
    /// @throws CertificateException if one of them cannot be read
    static List<Certificate> certificates(String text) throws CertificateException {
        var factory = CertificateFactory.getInstance("X.509");
        var certificates = new ArrayList<Certificate>();
        for (var block : blocks(text, "CERTIFICATE")) {
            certificates.add(factory.generateCertificate(new ByteArrayInputStream(block)));
        }
        return certificates;
    }

    /// The content of all blocks of that label, in order.
    ///
    /// @throws CertificateException if a block is not base64
    static List<byte[]> blocks(String text, String label) throws CertificateException {
        var block = Pattern.compile("-----BEGIN " + label + "-----(.*?)-----END " + label + "-----", Pattern.DOTALL);
        var blocks = new ArrayList<byte[]>();
        var matcher = block.matcher(text);
        while (matcher.find()) {
            try {
                blocks.add(Base64.getMimeDecoder().decode(matcher.group(1)));
            } catch (IllegalArgumentException e) {
                throw new CertificateException("a PEM block is not base64", e);
            }
        }
        return blocks;
    }
}
