package org.moorage.openstack.watch;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.api.plugin.Meters;
import org.moorage.api.plugin.StatusReport;
import org.moorage.openstack.http.OpenStackError;

/// Waits until objects of one kind in one cloud have changed: the only place in Moorage that sleeps.
///
/// A caller blocks in {@link #await}. Whoever waits alone reads its object; of several who wait at one time, one
/// reads a listing of what changed lately on behalf of all, and what the listing does not show is read by itself.
/// So the cloud bears hundreds of waits. Safe for many threads; made for virtual ones.
///
/// @param <T> an object as its service shows it
public final class StatusWatch<T> {
    /// How far the cloud's clock may be ahead or behind, and how long before its wait a change may have happened.
    private static final Duration SKEW = Duration.ofSeconds(90);

    /// A change this young, by the cloud's clock, proves that this clock is hardly behind: what changed within the
    /// rest of {@link #SKEW} before a listing began cannot be missing from it.
    private static final Duration YOUNG = Duration.ofSeconds(15);

    /// For how long that proof is good; clocks do not run apart so quickly.
    private static final Duration PROOF_TIME = Duration.ofMinutes(5);

    /// After this long a read is given up and tried again, so that one that hangs does not eat the whole wait.
    private static final Duration READ_TIME = Duration.ofSeconds(10);

    /// How long each object is read by itself after a listing that failed.
    private static final Duration LISTING_REST = Duration.ofSeconds(30);

    /// How many objects are read by themselves at one time.
    private static final int READS_AT_ONCE = 4;

    private final StateSource<T> source;
    private final InstantSource clock;
    private final Meters meters;
    private final ReentrantLock lock = new ReentrantLock();
    private final Semaphore reads = new Semaphore(READS_AT_ONCE, true);
    private final Map<String, Pace> paces = new HashMap<>();
    private final Set<Waiter<T>> waiters = new LinkedHashSet<>();
    private Instant listNotBefore = Instant.MIN;
    private Instant singlyUntil = Instant.MIN;
    private Instant clocksAgreeUntil = Instant.MIN;
    private boolean listable;
    private boolean listing;

    /// @param source where states are read
    /// @param clock  the time
    /// @param meters where it goes how long waits took, as `moorage_wait_seconds` by `change`
    public StatusWatch(StateSource<T> source, InstantSource clock, Meters meters) {
        this.source = source;
        this.clock = clock;
        this.meters = meters;
        this.listable = source.listable();
    }

    /// Waits until a state settles the wait and returns it; empty when the object is not there. To be called
    /// after the request that causes the change was answered.
    ///
    /// @throws Failure.Unfinished the deadline came first, or the caller's thread was interrupted
    /// @throws OpenStackError     the service refuses to tell and will go on doing so
    public Optional<T> await(Wait<T> wait, Deadline deadline) {
        return see(wait, deadline).state();
    }

    /// Waits like {@link #await}, and tells what else was to be seen when the wait ended.
    ///
    /// @throws Failure.Unfinished the deadline came first, or the caller's thread was interrupted
    /// @throws OpenStackError     the service refuses to tell and will go on doing so
    public Sight<T> see(Wait<T> wait, Deadline deadline) {
        var begin = clock.instant();
        var waiter = enter(wait, deadline);
        try {
            while (true) {
                var everyone = awaitTurn(waiter, deadline);
                if (everyone.isEmpty()) {
                    return waiter.result();
                }
                if (everyone.size() == 1) {
                    readOne(waiter, deadline);
                } else {
                    readTogether(everyone, deadline);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new Failure.Unfinished("the caller went away while waiting for " + wait.what());
        } finally {
            leave(waiter);
            meters.time(
                    "moorage_wait_seconds", Duration.between(begin, clock.instant()), Map.of("change", wait.change()));
        }
    }

    /// The waits under way, in the order in which they began.
    public List<StatusReport.Wait> underWay() {
        lock.lock();
        try {
            return waiters.stream()
                    .map(waiter -> new StatusReport.Wait(waiter.wait.what(), waiter.begun, waiter.deadline))
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    private Waiter<T> enter(Wait<T> wait, Deadline deadline) {
        lock.lock();
        try {
            var pace = paces.computeIfAbsent(wait.change(), _ -> new Pace());
            var waiter = new Waiter<>(wait, clock.instant(), deadline.at(), pace, lock.newCondition());
            waiters.add(waiter);
            return waiter;
        } finally {
            lock.unlock();
        }
    }

    private void leave(Waiter<T> waiter) {
        lock.lock();
        try {
            waiters.remove(waiter);
        } finally {
            lock.unlock();
        }
    }

    /// Blocks until the wait is over, which an empty answer tells, or until it is this waiter's turn to read, for
    /// itself or for all whom the answer names.
    private List<Waiter<T>> awaitTurn(Waiter<T> waiter, Deadline deadline) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!waiter.over()) {
                if (deadline.passed()) {
                    throw new Failure.Unfinished(
                            "the deadline came while waiting for " + waiter.wait.what() + waiter.lastKnown(source));
                }
                var now = clock.instant();
                if (!waiter.reading() && !waiter.due().isAfter(now)) {
                    var readers = readers(waiter, now);
                    if (!readers.isEmpty()) {
                        readers.forEach(Waiter::startReading);
                        return readers;
                    }
                }
                var _ = waiter.changed.awaitNanos(pause(waiter, now, deadline));
            }
            return List.of();
        } finally {
            lock.unlock();
        }
    }

    /// For whom this waiter, which is due, shall read now; nobody when a listing has only just been read.
    private List<Waiter<T>> readers(Waiter<T> waiter, Instant now) {
        if (waiter.alone() || !listable || now.isBefore(singlyUntil)) {
            return List.of(waiter);
        }
        var idle = waiters.stream()
                .filter(other -> !other.over() && !other.reading() && !other.alone())
                .toList();
        if (idle.size() == 1) {
            return idle;
        }
        if (listing || now.isBefore(listNotBefore)) {
            waiter.notBefore(listing ? now.plus(Pace.LEAST) : listNotBefore);
            return List.of();
        }
        listing = true;
        return idle;
    }

    private static long pause(Waiter<?> waiter, Instant now, Deadline deadline) {
        var pause = deadline.remaining();
        if (!waiter.reading()) {
            var untilDue = Duration.between(now, waiter.due());
            pause = untilDue.compareTo(pause) < 0 ? untilDue : pause;
        }
        // At least a moment, so that a clock that stands still does not make this a busy loop.
        return Math.max(pause.toNanos(), TimeUnit.MILLISECONDS.toNanos(1));
    }

    private void readOne(Waiter<T> waiter, Deadline deadline) throws InterruptedException {
        if (!reads.tryAcquire(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
            tell(List.of(waiter), each -> each.hurry(clock.instant()));
            return;
        }
        try {
            var state = look(waiter.wait, deadline.within(READ_TIME));
            tell(List.of(waiter), each -> each.alone(state, clock.instant()));
        } catch (OpenStackError error) {
            tell(List.of(waiter), each -> stumble(each, error));
        } finally {
            reads.release();
        }
    }

    private Optional<T> look(Wait<T> wait, Deadline deadline) {
        return wait.look().map(look -> look.apply(deadline)).orElseGet(() -> source.read(wait.id(), deadline));
    }

    private void readTogether(List<Waiter<T>> everyone, Deadline deadline) {
        var begun = clock.instant();
        var told = false;
        try {
            var listed = changedSince(everyone, begun, deadline);
            var changed = listed.objects();
            var now = clock.instant();
            var whole = listed.whole() || showsAll(changed, now);
            var byId = changed.stream().collect(Collectors.toMap(source::id, Function.identity(), (_, later) -> later));
            var among = whole ? Optional.of(changed) : Optional.<List<T>>empty();
            tell(
                    everyone,
                    waiter -> Optional.ofNullable(byId.get(waiter.wait.id()))
                            .ifPresentOrElse(
                                    state -> waiter.observe(state, among, now), () -> waiter.missed(whole, now)));
            told = true;
        } catch (OpenStackError error) {
            listingFailed(everyone, error, deadline);
            told = true;
        } finally {
            if (!told) {
                tell(everyone, waiter -> waiter.hurry(clock.instant()));
            }
            spaceListings(begun);
        }
    }

    private Listed<T> changedSince(List<Waiter<T>> everyone, Instant now, Deadline deadline) {
        var eldest = everyone.stream()
                .map(waiter -> waiter.begun)
                .min(Instant::compareTo)
                .orElse(now);
        return source.readTogether(eldest.minus(SKEW), deadline.within(READ_TIME));
    }

    /// Whether a listing cannot have missed what changed since the waits under way began. The filter compares with
    /// the cloud's clock, which is known only by what it stamped.
    private boolean showsAll(List<T> changed, Instant now) {
        var proof = changed.stream()
                .flatMap(object -> source.changedAt(object).stream())
                .anyMatch(time -> time.isAfter(now.minus(YOUNG)));
        lock.lock();
        try {
            if (proof) {
                clocksAgreeUntil = now.plus(PROOF_TIME);
            }
            return now.isBefore(clocksAgreeUntil);
        } finally {
            lock.unlock();
        }
    }

    private void listingFailed(List<Waiter<T>> everyone, OpenStackError error, Deadline deadline) {
        if (error.kind() == OpenStackError.Kind.REFUSED && !transientTrouble(error)) {
            // An older Cinder, or one whose policy forbids it: from now on each is read by itself.
            tell(everyone, waiter -> {
                listable = false;
                waiter.hurry(clock.instant());
            });
        } else if (deadline.passed() || Thread.currentThread().isInterrupted()) {
            // That was this caller's own end; somebody else shall take over.
            tell(everyone, waiter -> waiter.hurry(clock.instant()));
        } else if (transientTrouble(error)) {
            // The listing alone may be too much for the cloud.
            tell(everyone, waiter -> {
                singlyUntil = clock.instant().plus(LISTING_REST);
                waiter.unlisted(error, clock.instant());
            });
        } else {
            tell(everyone, waiter -> waiter.fail(error));
        }
    }

    /// Listings fill at most a quarter of the time, so that a slow cloud is left to do its work, and come some three
    /// times while the quickest of the changes lasts, so that many waits that began at different times share them;
    /// but nobody waits for the next one longer than for a look of its own.
    private void spaceListings(Instant begun) {
        lock.lock();
        try {
            listing = false;
            var now = clock.instant();
            var rest = Duration.between(begun, now).multipliedBy(3);
            var beat = waiters.stream()
                    .map(Waiter::usual)
                    .min(Duration::compareTo)
                    .orElse(Duration.ZERO)
                    .dividedBy(3);
            listNotBefore = now.plus(Pace.clamp(rest.compareTo(beat) > 0 ? rest : beat));
        } finally {
            lock.unlock();
        }
    }

    private void stumble(Waiter<T> waiter, OpenStackError error) {
        if (transientTrouble(error)) {
            waiter.postpone(error, clock.instant());
        } else {
            waiter.fail(error);
        }
    }

    private static boolean transientTrouble(OpenStackError error) {
        return switch (error.kind()) {
            case UNKNOWN, UNREACHABLE, DEADLINE -> true;
            case UNAUTHENTICATED -> false;
            case REFUSED ->
                error.status() >= 500 || error.status() == 408 || error.status() == 413 || error.status() == 429;
        };
    }

    private void tell(List<Waiter<T>> whom, Consumer<Waiter<T>> news) {
        lock.lock();
        try {
            whom.forEach(news);
        } finally {
            lock.unlock();
        }
    }
}
