package org.moorage.emulator.command;

import java.net.InetSocketAddress;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads addresses such as 127.0.0.1:8080.
final class AddressConverter implements ITypeConverter<InetSocketAddress> {
    private static final int MAX_PORT = 65_535;

    @Override
    public InetSocketAddress convert(String text) {
        var cut = text.lastIndexOf(':');
        var port = cut < 0 ? "" : text.substring(cut + 1);
        if (cut < 1 || !port.matches("\\d{1,5}") || Integer.parseInt(port) > MAX_PORT) {
            throw new TypeConversionException(
                    "'" + text + "' is not an address: say 127.0.0.1:PORT, port 0 for a free one");
        }
        var address = new InetSocketAddress(text.substring(0, cut), Integer.parseInt(port));
        if (address.isUnresolved()) {
            throw new TypeConversionException("'" + text.substring(0, cut) + "' is not a host this machine knows");
        }
        return address;
    }
}
