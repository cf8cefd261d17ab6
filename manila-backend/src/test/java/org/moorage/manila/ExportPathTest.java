package org.moorage.manila;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moorage.api.failure.Failure;

class ExportPathTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.1:/shares/a, 10.0.0.1, /shares/a",
        "'[2001:db8::1]:/shares/a', '[2001:db8::1]', /shares/a",
        "nfs.example.org:/a, nfs.example.org, /a",
        "'[fd00::1]:6789,[fd00::2]:6789:/volumes/a', '[fd00::1]:6789,[fd00::2]:6789', /volumes/a",
        "'10.0.0.1:6789,10.0.0.2:6789:/volumes/a', '10.0.0.1:6789,10.0.0.2:6789', /volumes/a"
    })
    void pathIsCutBehindItsHosts(String text, String hosts, String path) {
        var cut = ExportPath.parse(text).orElseThrow();

        assertThat(cut).isEqualTo(new ExportPath(hosts, path));
        assertThat(cut.source()).isEqualTo(text);
    }

    /// The Go driver gives up at the first name or address in brackets.
    @Test
    void namesAndIpv6AreSkippedWhereAnAddressIsAskedFor() {
        var paths = List.of("nfs.example.org:/a", "[2001:db8::1]:/a", "10.9.0.1:/a", "10.0.0.1:/a", "garbage");

        assertThat(ExportPath.choose("share 1", paths, Network.parse("10.0.0.0/24")))
                .containsExactly(new ExportPath("10.0.0.1", "/a"));
        assertThat(ExportPath.choose("share 1", paths, Network.parse("2001:db8::/64")))
                .containsExactly(new ExportPath("[2001:db8::1]", "/a"));
    }

    @Test
    void orderStaysAndAllAreTriedWithoutAFilter() {
        var paths = List.of("nfs.example.org:/a", "10.0.0.1:/a");

        assertThat(ExportPath.choose("share 1", paths, Optional.empty()))
                .extracting(ExportPath::source)
                .containsExactlyElementsOf(paths);
    }

    @Test
    void shareThatNoneFitsNamesThemAll() {
        assertThatThrownBy(
                        () -> ExportPath.choose("share 1", List.of("nfs.example.org:/a"), Network.parse("10.0.0.0/24")))
                .isInstanceOf(Failure.Precondition.class)
                .hasMessageContaining("nfs.example.org:/a")
                .hasMessageContaining("10.0.0.0/24");
        assertThatThrownBy(() -> ExportPath.choose("share 1", List.of(), Optional.empty()))
                .isInstanceOf(Failure.Precondition.class)
                .hasMessageContaining("it has none");
    }
}
