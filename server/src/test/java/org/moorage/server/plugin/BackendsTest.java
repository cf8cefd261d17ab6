package org.moorage.server.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.moorage.api.plugin.Backend;
import org.moorage.api.plugin.BackendProvider;
import org.moorage.api.plugin.Option;
import org.moorage.api.plugin.Refusal;
import org.moorage.api.plugin.Settings;
import org.moorage.api.plugin.Surroundings;

class BackendsTest {
    private static final BackendProvider ONE = new Named("one");
    private static final BackendProvider TWO = new Named("two");

    @Test
    void theOnlyOneNeedsNoName() {
        assertThat(new Backends(List.of(ONE), List.of()).choose(Optional.empty()))
                .isSameAs(ONE);
    }

    @Test
    void oneOfSeveralIsChosenByName() {
        var backends = new Backends(List.of(TWO, ONE), List.of());

        assertThat(backends.choose(Optional.of("two"))).isSameAs(TWO);
        assertThatThrownBy(() -> backends.choose(Optional.empty()))
                .isInstanceOf(Refusal.class)
                .hasMessage("several backends are installed (one, two): choose one with --driver NAME");
    }

    @Test
    void aNameThatIsNotInstalledIsRefusedWithThoseThatAre() {
        assertThatThrownBy(() -> new Backends(List.of(ONE, TWO), List.of()).choose(Optional.of("three")))
                .isInstanceOf(Refusal.class)
                .hasMessage("no backend 'three' is installed; installed are: one, two");
        assertThatThrownBy(() -> new Backends(List.of(), List.of()).choose(Optional.empty()))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("no backend is installed");
    }

    @Test
    void twoOfOneNameAreRefused() {
        assertThatThrownBy(() -> new Backends(List.of(ONE, new Named("one")), List.of()))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("'one'");
    }

    private record Named(String name) implements BackendProvider {
        @Override
        public List<Option> options() {
            return List.of();
        }

        @Override
        public Backend open(Settings settings, Surroundings surroundings) {
            throw new AssertionError("opened");
        }
    }
}
