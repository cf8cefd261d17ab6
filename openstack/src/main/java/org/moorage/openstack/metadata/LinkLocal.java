package org.moorage.openstack.metadata;

import java.net.Inet6Address;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Where Nova's metadata service is: at a link-local address of IPv4, and in networks without IPv4 at one of IPv6
/// (Neutron, "Metadata service over IPv6"), which needs the name of an interface.
final class LinkLocal {
    private static final URI IPV4 = URI.create("http://169.254.169.254");
    private static final String IPV6 = "fe80::a9fe:a9fe";

    private LinkLocal() {}

    /// The addresses as the interfaces are now, the likeliest first.
    ///
    /// @param interfaces the kernel's interfaces, `/sys/class/net`
    static List<URI> addresses(Path interfaces) {
        try {
            var scoped = NetworkInterface.networkInterfaces()
                    .filter(LinkLocal::isUp)
                    // A node has as many interfaces as pods; the service is behind one that is a device.
                    .filter(candidate ->
                            Files.exists(interfaces.resolve(candidate.getName()).resolve("device")))
                    .map(candidate -> at(candidate.getName()));
            return Stream.concat(Stream.of(IPV4), scoped).toList();
        } catch (SocketException _) {
            return List.of(IPV4);
        }
    }

    static URI at(String networkInterface) {
        return URI.create("http://[" + IPV6 + "%" + networkInterface + "]");
    }

    private static boolean isUp(NetworkInterface candidate) {
        try {
            return candidate.isUp()
                    && candidate
                            .inetAddresses()
                            .anyMatch(address -> address instanceof Inet6Address v6 && v6.isLinkLocalAddress());
        } catch (SocketException _) {
            return false;
        }
    }
}
