package org.moorage.node.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moorage.api.failure.Failure;

class NetworkOptionsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nfsvers=4.1,hard | vers=3 | hard,vers=3",
                "vers=4,minorversion=1 | nfsvers=4.2 | nfsvers=4.2",
                "hard,timeo=600 | soft,timeo=30 | soft,timeo=30",
                "proto=tcp | rdma | rdma",
                "noatime | atime | atime",
                "ro | rw | rw",
                "fs=one | mds_namespace=two | mds_namespace=two",
                "nosuid,nolock | lock | nosuid,lock",
                "acl | noresvport | acl,noresvport"
            })
    void requestWinsWhereBothAreAboutTheSame(String access, String request, String both) {
        assertThat(NetworkOptions.of(List.of(access), List.of(request)).text()).isEqualTo(both);
    }

    @Test
    void optionsOfOneListKeepTheirOrder() {
        var options = NetworkOptions.of(List.of("vers=4,minorversion=1"), List.of());

        assertThat(options.all()).containsExactly("vers=4", "minorversion=1");
    }

    @ParameterizedTest
    @CsvSource({"ro,true", "rw,false", "hard,false"})
    void readOnlyIsKnown(String option, boolean readOnly) {
        assertThat(NetworkOptions.of(List.of(option), List.of()).readOnly()).isEqualTo(readOnly);
        assertThat(NetworkOptions.of(List.of(option), List.of()).asReadOnly().text())
                .endsWith("ro")
                .doesNotContain("rw");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "secret=AQB",
                "secretfile=/etc/shadow",
                "credentials=/etc/shadow",
                "name=admin",
                "bg",
                "password=x",
                "hard,secret=AQB",
                "bind",
                "remount",
                "helper=sh",
                "loop=/x"
            })
    void whatShowsAKeyOrDoesSomethingElseIsRefusedWithoutBeingRepeated(String option) {
        assertThatThrownBy(() -> NetworkOptions.of(List.of(), List.of(option)))
                .isInstanceOf(Failure.Invalid.class)
                .message()
                .doesNotContain("AQB");
    }

    @Test
    void optionsForFstabAreLeftOut() {
        assertThat(NetworkOptions.of(List.of("_netdev,defaults,x-systemd.automount,X-mount.mkdir"), List.of())
                        .all())
                .isEmpty();
    }
}
