package org.moorage.manila;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.moorage.api.failure.Failure;

class ClientsTest {
    /// The Go driver takes the blanks for a part of the address, and grants for writing alone.
    @Test
    void everyListedClientIsReadTrimmedAndWithItsLevel() {
        assertThat(Clients.parse(" 10.0.0.0/24 , 10.1.0.7:ro,,2001:db8::/32:ro, ::1")
                        .grants())
                .containsExactly(
                        new Grant("ip", "10.0.0.0/24", "rw"),
                        new Grant("ip", "10.1.0.7", "ro"),
                        new Grant("ip", "2001:db8::/32", "ro"),
                        new Grant("ip", "::1", "rw"));
    }

    @Test
    void nobodyCanBeWritten() {
        assertThat(Clients.parse(" none ").grants()).isEmpty();
    }

    @Test
    void repeatedClientIsGrantedOnce() {
        assertThat(Clients.parse("10.0.0.1,10.0.0.1:rw").grants()).hasSize(1);
        assertThatThrownBy(() -> Clients.parse("10.0.0.1,10.0.0.1:ro"))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageContaining("10.0.0.1 both for reading and for writing");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"nfs-client.example.org", "10.0.0.7/24", "10.0.0.0/33", "10.0.0.1:rx", ":ro", "none,10.0.0.1"})
    void whatIsNoAddressIsRefused(String text) {
        assertThatThrownBy(() -> Clients.parse(text))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageContaining("nfs-shareClient");
    }

    @Test
    void emptyListNamesTheWordForNobody() {
        assertThatThrownBy(() -> Clients.parse(" , "))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageContaining("'none' for nobody");
    }

    @Test
    void openListIsKnown() {
        assertThat(Clients.EVERYBODY.open()).contains("0.0.0.0/0");
        assertThat(Clients.parse("10.0.0.1, ::/0:ro").open()).contains("::/0");
        assertThat(Clients.parse("10.0.0.1").open()).isEmpty();
    }

    @Test
    void grantIsKnownInAnotherSpelling() {
        var grant = new Grant("ip", "10.0.0.1", "rw");

        assertThat(grant.isFor("ip", "10.0.0.1/32")).isTrue();
        assertThat(grant.isFor("ip", "10.0.0.2")).isFalse();
        assertThat(grant.isFor("user", "10.0.0.1")).isFalse();
        assertThat(new Grant("ip", "2001:db8::/32", "rw").isFor("ip", "2001:DB8:0::/32"))
                .isTrue();
        assertThat(new Grant("cephx", "pvc-1", "rw").isFor("cephx", "pvc-1")).isTrue();
    }
}
