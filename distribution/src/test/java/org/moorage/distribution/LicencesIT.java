package org.moorage.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/// What the package says of the libraries in it.
class LicencesIT {
    private static List<String> jars() throws IOException {
        try (var files = Files.list(PackageUnderTest.HOME.resolve("lib"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".jar"))
                    .toList();
        }
    }

    @Test
    void eachLibraryIsListedWithItsVersionAndLicence() throws IOException {
        var listed = Files.readAllLines(PackageUnderTest.HOME.resolve("THIRD-PARTY"));

        assertThat(jars())
                .filteredOn(jar -> !jar.startsWith("moorage-"))
                .allSatisfy(jar ->
                        assertThat(listed).anyMatch(line -> line.matches(".*\\(.+\\) .*" + coordinates(line, jar))));
        assertThat(listed).noneMatch(line -> line.contains("Unknown"));
    }

    @Test
    void billOfMaterialsNamesWhatIsThereAndNothingElse() throws IOException {
        var bill = new ObjectMapper()
                .readTree(PackageUnderTest.HOME.resolve("sbom.cdx.json").toFile());
        var named = StreamSupport.stream(bill.get("components").spliterator(), false)
                .map(component -> component.get("name").asText() + "-"
                        + component.get("version").asText())
                .toList();

        assertThat(jars()).allSatisfy(jar -> assertThat(named).anyMatch(jar::startsWith));
        assertThat(named).allSatisfy(name -> assertThat(jars()).anyMatch(jar -> jar.startsWith(name)));
    }

    @Test
    void ownLicenceIsThere() {
        assertThat(PackageUnderTest.HOME.resolve("LICENSE")).content().contains("Apache License");
    }

    /// The end of a line of the list, when it is the jar's.
    private static String coordinates(String line, String jar) {
        var words = line.replaceAll(".*\\([^:()]+:([^:()]+):([^: ()]+) - .*\\)$", "$1-$2");
        return jar.startsWith(words) ? ".*" : "no such jar";
    }
}
