package org.moorage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.moorage.api.inventory.Inventory;
import org.moorage.api.inventory.OwnedObject;

/// What the audit and the reaper of orphans expect of an {@link Inventory}.
public abstract class InventoryContract {
    /// For subclasses.
    protected InventoryContract() {}

    /// The role of a driver with a mark, whose cloud held nothing of it when the test began; the same within a test.
    protected abstract Inventory inventory();

    /// The role of a driver without a mark, in the same cloud.
    protected abstract Inventory unmarked();

    /// Makes an object by the driver with the mark, which nothing holds.
    ///
    /// @return its id
    protected abstract String make();

    /// Makes an object by a driver of another mark.
    ///
    /// @return how that one lists it
    protected abstract OwnedObject makeByAnother();

    /// Lets something hold the object, such as an attachment.
    protected abstract void hold(String id);

    /// Whether the object is in the cloud.
    protected abstract boolean exists(String id);

    /// How many requests have changed the cloud so far.
    protected abstract long writes();

    private OwnedObject listed(String id) {
        return inventory().list(Requests.soon()).stream()
                .filter(object -> object.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError(id + " is not listed"));
    }

    private Optional<String> remove(OwnedObject object) {
        return inventory().remove(object, Requests.soon());
    }

    private void assertLeftAlone(Optional<String> reason, OwnedObject object) {
        assertThat(reason)
                .hasValueSatisfying(why -> assertThat(why).isNotBlank().hasLineCount(1));
        assertThat(exists(object.id())).isTrue();
    }

    @Test
    void whatBearsTheMarkIsListedAndNothingElse() {
        var one = make();
        var two = make();
        makeByAnother();

        assertThat(inventory().mark()).isPresent();
        assertThat(inventory().list(Requests.soon()))
                .extracting(OwnedObject::id)
                .containsExactlyInAnyOrder(one, two);
        assertThat(listed(one).held()).isEmpty();
    }

    @Test
    void withoutAMarkThereIsNothing() {
        var object = listed(make());

        assertThat(unmarked().mark()).isEmpty();
        assertThat(unmarked().list(Requests.soon())).isEmpty();
        assertLeftAlone(unmarked().remove(object, Requests.soon()), object);
    }

    @Test
    void listingChangesNothing() {
        make();
        var before = writes();

        inventory().list(Requests.soon());

        assertThat(writes()).isEqualTo(before);
    }

    @Test
    void whatNothingHoldsIsRemovedAndARepeatFindsItGone() {
        var kept = make();
        var object = listed(make());

        assertThat(remove(object)).isEmpty();
        assertThat(remove(object)).isEmpty();

        assertThat(exists(object.id())).isFalse();
        assertThat(exists(kept)).isTrue();
    }

    @Test
    void objectOfAnotherMarkIsLeftAlone() {
        var object = makeByAnother();

        assertLeftAlone(remove(object), object);
    }

    @Test
    void whatIsHeldByNowIsLeftAlone() {
        var object = listed(make());

        hold(object.id());

        assertLeftAlone(remove(object), object);
        assertThat(listed(object.id()).held()).isPresent();
    }

    /// A cloud may hand out an id anew, or an operator may have made something else of the object.
    @Test
    void whatIsNotTheListedObjectIsLeftAlone() {
        var object = listed(make());
        var older = new OwnedObject(
                object.kind(),
                object.cloud(),
                object.id(),
                object.name(),
                object.size(),
                object.createdAt().minus(Duration.ofDays(1)),
                object.origin(),
                object.held());

        assertLeftAlone(remove(older), object);
    }
}
