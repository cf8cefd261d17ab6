package org.moorage.emulator.command;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Takes the microversions that a Manila of this emulator may end at.
final class ManilaVersionConverter implements ITypeConverter<String> {
    private static final int NEWEST = 73;

    ManilaVersionConverter() {}

    @Override
    public String convert(String text) {
        if (!text.matches("2\\.\\d{1,2}") || Integer.parseInt(text.substring(2)) > NEWEST) {
            throw new TypeConversionException("'" + text + "' is no microversion from 2.0 to 2." + NEWEST);
        }
        return text;
    }
}
