package org.moorage.manila;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/24, 10.0.0.255, true",
        "10.0.0.0/24, 10.0.1.0, false",
        "10.0.0.129/25, 10.0.0.200, true",
        "10.0.0.129/25, 10.0.0.100, false",
        "10.0.0.7, 10.0.0.7, true",
        "10.0.0.7, 10.0.0.8, false",
        "0.0.0.0/0, 8.8.8.8, true",
        "0.0.0.0/0, '::1', false",
        "2001:db8::/32, '[2001:db8::1]', true",
        "2001:db8::/32, '2001:db9::1', false"
    })
    void rangeHoldsItsAddresses(String range, String address, boolean inside) {
        var network = Network.parse(range).orElseThrow();

        assertThat(network.contains(Network.parseAddress(address).orElseThrow()))
                .isEqualTo(inside);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"nfs.example.org", "10.0.0.1/33", "10.0.0/8", "10.0.0.256", "::1/129", "1.2.3.4/", "", "a:b"})
    void whatIsNoAddressIsNone(String text) {
        assertThat(Network.parse(text)).isEmpty();
    }

    @Test
    void rangeOfEverybodyIsKnown() {
        assertThat(Network.parse("0.0.0.0/0").orElseThrow().everybody()).isTrue();
        assertThat(Network.parse("::/0").orElseThrow().everybody()).isTrue();
        assertThat(Network.parse("10.0.0.0/8").orElseThrow().everybody()).isFalse();
    }
}
