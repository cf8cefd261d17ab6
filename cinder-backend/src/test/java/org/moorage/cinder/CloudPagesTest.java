package org.moorage.cinder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.moorage.api.Page;
import org.moorage.api.failure.Failure;
import org.moorage.api.plugin.Meters;
import org.moorage.api.plugin.Surroundings;
import org.moorage.openstack.config.ZoneMap;
import org.moorage.openstack.http.Endpoint;
import org.moorage.openstack.http.Listing;

class CloudPagesTest {
    private static final Endpoint UNUSED = (call, _) -> {
        throw new AssertionError(call.operation());
    };

    private static final Surroundings SURROUNDINGS =
            new Surroundings(Set.of(), InstantSource.system(), Meters.NONE, "1.2.3", List.of());

    private final AtomicInteger losses = new AtomicInteger();

    private final CloudPages<String, String> pages = new CloudPages<>(
            new Clouds(List.of(
                    CinderCloud.of("", Optional::empty, UNUSED, UNUSED, false, ZoneMap.SAME_NAMES, "", SURROUNDINGS))),
            (_, marker, _) -> read(marker),
            (_, entry) -> Optional.of(entry));

    private Listing<String> read(Optional<String> marker) {
        if (marker.isEmpty()) {
            return new Listing<>(List.of("a", "b"), Optional.of("b"));
        }
        if (losses.getAndDecrement() > 0) {
            throw new Failure.Aborted("the token belongs to no listing");
        }
        return new Listing<>(List.of("c"), Optional.empty());
    }

    @Test
    void listingWhoseMarkerIsDeletedMeanwhileIsBegunAgain() {
        losses.set(2);

        var page = pages.across(new Page.Request(0, Optional.empty()));

        assertThat(page.entries()).containsExactly("a", "b", "c");
        assertThat(page.next()).isEmpty();
    }

    @Test
    void listingThatLosesItsWayAgainAndAgainIsGivenUp() {
        losses.set(100);

        assertThatThrownBy(() -> pages.across(new Page.Request(0, Optional.empty())))
                .isInstanceOf(Failure.Aborted.class);
    }

    @Test
    void callersOwnTokenIsNotTriedAgain() {
        losses.set(1);

        assertThatThrownBy(() -> pages.across(new Page.Request(0, Optional.of("gone"))))
                .isInstanceOf(Failure.Aborted.class);
    }
}
