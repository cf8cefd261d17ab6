package org.moorage.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// A program on the command line; an empty text is none.
final class Program implements ITypeConverter<Path> {
    @Override
    public Path convert(String text) {
        var path = Path.of(text);
        if (!text.isEmpty() && !Files.isExecutable(path)) {
            throw new TypeConversionException("there is no program " + path);
        }
        return path;
    }
}
