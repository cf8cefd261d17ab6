package org.moorage.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.moorage.api.failure.Failure;
import org.moorage.api.node.NodeIdentitySource;
import org.moorage.api.volume.Topology;

/// What kubelet expects of a {@link NodeIdentitySource}.
public abstract class NodeIdentitySourceContract {
    private static final String WORD = "[a-zA-Z0-9]([-_.a-zA-Z0-9]{0,61}[a-zA-Z0-9])?";
    private static final String DOMAIN = "[a-z0-9]([-.a-z0-9]{0,251}[a-z0-9])?";

    /// For subclasses.
    protected NodeIdentitySourceContract() {}

    /// The role as a process has it that was started a moment ago, another process at each call and always on the same
    /// node.
    protected abstract NodeIdentitySource source();

    /// The same, where what the identity is read from does not answer; empty where it is read from nothing but options.
    protected abstract Optional<NodeIdentitySource> unanswered();

    @Test
    void repeatsGiveTheSameIdentity() {
        var source = source();

        assertThat(source.identity(Requests.soon())).isEqualTo(source.identity(Requests.soon()));
    }

    @Test
    void pluginThatIsStartedAnewIsTheSameNode() {
        assertThat(source().identity(Requests.soon()).id())
                .isEqualTo(source().identity(Requests.soon()).id());
    }

    /// CSI 1.13, Topology: a label's key and value, and no two keys that differ in case alone.
    @Test
    void placeIsWrittenAsCsiHasIt() {
        var segments = source().identity(Requests.soon())
                .topology()
                .map(Topology::segments)
                .orElse(Map.of());

        assertThat(segments.keySet()).allMatch(key -> key.matches("(" + DOMAIN + "/)?" + WORD));
        assertThat(segments.values()).allMatch(value -> value.matches(WORD));
        assertThat(segments.keySet().stream()
                        .map(key -> key.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toSet()))
                .hasSameSizeAs(segments.keySet());
    }

    @Test
    void sourceThatDoesNotAnswerIsUnavailable() {
        var source = unanswered();
        assumeTrue(source.isPresent(), "the identity is read from nothing but options");

        assertThatThrownBy(() -> source.orElseThrow().identity(Requests.soon()))
                .isInstanceOf(Failure.Unavailable.class);
    }
}
