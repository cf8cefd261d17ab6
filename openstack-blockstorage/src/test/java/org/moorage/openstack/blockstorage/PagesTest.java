package org.moorage.openstack.blockstorage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.moorage.openstack.http.Listing;
import org.moorage.openstack.http.OpenStackError;

class PagesTest {
    private static final Listing<String> FIRST = new Listing<>(List.of("a", "b"), Optional.of("b"));
    private static final Listing<String> LAST = new Listing<>(List.of("c"), Optional.empty());

    @Test
    void allPagesAreRead() {
        assertThat(Pages.<String>all(marker -> marker.isEmpty() ? FIRST : LAST)).containsExactly("a", "b", "c");
    }

    @Test
    void pageBehindAnObjectThatHasGoneMakesTheListingBeginAgain() {
        var lost = new AtomicBoolean();

        assertThat(Pages.<String>all(marker -> marker.isEmpty() || !lost.getAndSet(true) ? firstOr(marker, 404) : LAST))
                .containsExactly("a", "b", "c");
    }

    @Test
    void listingThatLosesItsWayAgainAndAgainIsTroubleThatMayPass() {
        assertThatThrownBy(() -> Pages.<String>all(marker -> firstOr(marker, 404)))
                .isInstanceOfSatisfying(
                        OpenStackError.class, error -> assertThat(error.kind()).isEqualTo(OpenStackError.Kind.UNKNOWN));
    }

    @Test
    void listingThatIsRefusedFromTheBeginIsNoListing() {
        assertThatThrownBy(() -> Pages.<String>all(_ -> firstOr(Optional.of("b"), 400)))
                .isInstanceOf(OpenStackError.class);
    }

    @Test
    void otherTroubleIsTold() {
        assertThatThrownBy(() -> Pages.<String>all(marker -> firstOr(marker, 403)))
                .isInstanceOf(OpenStackError.class);
    }

    private static Listing<String> firstOr(Optional<String> marker, int status) {
        if (marker.isEmpty()) {
            return FIRST;
        }
        throw new OpenStackError(
                OpenStackError.Kind.REFUSED, status, "refused", Optional.empty(), Optional.empty(), null);
    }
}
