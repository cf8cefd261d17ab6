package org.moorage.benchmarks;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Whole numbers on the command line, refused in one line where they make no sense.
final class WholeNumber {
    private WholeNumber() {}

    /// One from 1 on.
    static final class Positive implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return atLeast(1, text);
        }
    }

    /// One from 0 on.
    static final class NotNegative implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return atLeast(0, text);
        }
    }

    private static int atLeast(int least, String text) {
        try {
            var number = Integer.parseInt(text);
            if (number >= least) {
                return number;
            }
        } catch (NumberFormatException _) {
            // Told below, as the others.
        }
        throw new TypeConversionException("'" + text + "' is no whole number from " + least + " on");
    }
}
