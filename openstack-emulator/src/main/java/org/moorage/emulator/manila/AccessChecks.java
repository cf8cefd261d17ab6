package org.moorage.emulator.manila;

import java.math.BigInteger;
import java.net.Inet6Address;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.moorage.emulator.http.Microversion;
import org.moorage.emulator.http.Rejection;

/// What Manila takes as the client of an access rule, and its words for what it does not take.
final class AccessChecks {
    private static final int CEPHX = 13;
    private static final int IPV6 = 38;
    private static final int NAME_LIMIT = 64;
    private static final Pattern USER = Pattern.compile(".[^\"/\\\\\\[\\]:;|=,+*?<>]{3,254}$");
    private static final Pattern DOTS = Pattern.compile("[\\s|.]+$");
    private static final Pattern OCTETS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

    private AccessChecks() {}

    /// Lets pass what Manila takes in that version.
    ///
    /// @throws Rejection 400
    static void check(String type, String to, Microversion version) {
        switch (type) {
            case "ip" -> checkNetwork(to, version.from(IPV6));
            case "user" -> checkUser(to);
            case "cert" -> {
                if (to.strip().isEmpty() || to.strip().length() > NAME_LIMIT) {
                    throw Rejection.badRequest("Invalid CN (common name). Must be 1-64 chars long.");
                }
            }
            case "cephx" -> {
                if (!version.from(CEPHX)) {
                    throw unsupported(version);
                }
                checkCephx(to);
            }
            default -> throw unsupported(version);
        }
    }

    private static Rejection unsupported(Microversion version) {
        return Rejection.badRequest(
                version.from(CEPHX)
                        ? "Only 'ip', 'user', 'cert' or 'cephx' access types are supported."
                        : "Only 'ip', 'user' or 'cert' access types are supported.");
    }

    private static void checkUser(String name) {
        if (DOTS.matcher(name).lookingAt() && name.matches("[\\s|.]+")) {
            throw Rejection.badRequest("Invalid user or group name,cannot consist solely of periods or spaces.");
        }
        if (!USER.matcher(name).matches()) {
            throw Rejection.badRequest("Invalid user or group name. Must be 4-255 characters and consist of"
                    + " alphanumeric characters and exclude special characters \"/\\[]:;|=,+*?<>");
        }
    }

    private static void checkCephx(String id) {
        if (id.isEmpty()) {
            throw Rejection.badRequest("Ceph IDs may not be empty.");
        }
        if (!id.chars()
                .allMatch(letter -> letter < 0x7f
                        && (letter >= ' ' || Set.of(9, 10, 11, 12, 13).contains(letter)))) {
            throw Rejection.badRequest("Ceph IDs must consist of ASCII printable characters.");
        }
        if (id.contains(".")) {
            throw Rejection.badRequest("Ceph IDs may not contain periods.");
        }
    }

    private static void checkNetwork(String text, boolean sixToo) {
        var cut = text.indexOf('/');
        var host = cut < 0 ? text : text.substring(0, cut);
        var four = OCTETS.matcher(host).matches();
        if (!sixToo && !four) {
            throw Rejection.badRequest("Expected 4 octets in '" + host + "'");
        }
        var bits = four ? 32 : 128;
        var prefix = cut < 0 ? String.valueOf(bits) : text.substring(cut + 1);
        var address = parse(host, four);
        if (address == null || !prefix.matches("\\d{1,3}") || Integer.parseInt(prefix) > bits) {
            throw Rejection.badRequest("'" + text + "' does not appear to be an IPv4 or IPv6 network");
        }
        var hostBits = bits - Integer.parseInt(prefix);
        if (new BigInteger(1, address).mod(BigInteger.TWO.pow(hostBits)).signum() != 0) {
            throw Rejection.badRequest(text + " has host bits set");
        }
    }

    private static byte @Nullable [] parse(String host, boolean four) {
        if (!four && (!host.contains(":") || !host.matches("[0-9a-fA-F:.]+"))) {
            return null;
        }
        if (four) {
            return octets(host);
        }
        try {
            return Inet6Address.ofLiteral(host).getAddress();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static byte @Nullable [] octets(String host) {
        var bytes = new byte[4];
        var parts = host.split("\\.", -1);
        for (var i = 0; i < bytes.length; i++) {
            var octet = Integer.parseInt(parts[i]);
            if (octet > 255) {
                return null;
            }
            bytes[i] = (byte) octet;
        }
        return bytes;
    }
}
