package org.moorage.api.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.moorage.api.failure.Failure;

class DriverIdentityTest {
    @Test
    void takesTheNameThatClustersKnowCinderBy() {
        assertThat(new DriverIdentity("cinder.csi.openstack.org", "1", true).name())
                .isEqualTo("cinder.csi.openstack.org");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".csi", "csi.", "a b", "a_b"})
    void refusesNamesThatCsiDoesNotAllow(String name) {
        assertThatThrownBy(() -> new DriverIdentity(name, "1", true)).isInstanceOf(Failure.Invalid.class);
    }

    @Test
    void refusesNamesThatAreTooLong() {
        assertThat(new DriverIdentity("a".repeat(63), "1", false)).isNotNull();
        assertThatThrownBy(() -> new DriverIdentity("a".repeat(64), "1", false)).isInstanceOf(Failure.Invalid.class);
    }
}
