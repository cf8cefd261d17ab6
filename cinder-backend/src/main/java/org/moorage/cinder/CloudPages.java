package org.moorage.cinder;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.moorage.api.Page;
import org.moorage.api.failure.Failure;
import org.moorage.openstack.http.Listing;

/// Listings that run through several clouds, one after the other by name.
///
/// A token is Cinder's marker, with `:` and the cloud's name behind it unless that is the unnamed one; an empty
/// marker is the beginning of that cloud.
///
/// @param <S> what Cinder lists
/// @param <T> what the caller gets
final class CloudPages<S, T> {
    /// Reads a page of one cloud.
    ///
    /// @param <S> what Cinder lists
    interface Source<S> {
        /// A page of that cloud's listing.
        ///
        /// @param marker begin behind this
        /// @param limit  most entries; 0 leaves it to Cinder
        Listing<S> read(CinderCloud cloud, Optional<String> marker, int limit);
    }

    /// How often a listing is begun again that lost its way among volumes that come and go.
    private static final int TRIES = 5;

    private final Clouds clouds;
    private final Source<S> source;
    private final BiFunction<CinderCloud, S, Optional<T>> translation;

    /// @param translation what becomes of an entry; one that is to be hidden becomes nothing
    CloudPages(Clouds clouds, Source<S> source, BiFunction<CinderCloud, S, Optional<T>> translation) {
        this.clouds = clouds;
        this.source = source;
        this.translation = translation;
    }

    /// The page that is asked for, out of all clouds.
    ///
    /// @throws Failure.Aborted the token belongs to no listing
    Page<T> across(Page.Request request) {
        var start = start(request);
        for (var tries = 1; ; tries++) {
            var entries = new ArrayList<T>();
            var next = advance(start, request.limit(), entries);
            try {
                return finish(request, entries, next);
            } catch (Failure.Aborted lost) {
                // What marked the begin of a page has gone since the page before was read. The caller's own token
                // is good: from there again.
                if (tries == TRIES) {
                    throw lost;
                }
            }
        }
    }

    private Page<T> finish(Page.Request request, List<T> entries, Optional<Position> next) {
        var position = next;
        while (position.isPresent() && (request.limit() == 0 || entries.size() < request.limit())) {
            position = advance(position.get(), request.limit(), entries);
        }
        return new Page<>(entries, position.map(Position::token));
    }

    /// Reads one page of Cinder's into the entries.
    ///
    /// @return where to go on; empty at the end of the last cloud
    private Optional<Position> advance(Position position, int limit, List<T> entries) {
        var room = limit == 0 ? 0 : limit - entries.size();
        var page = source.read(position.cloud(), position.marker(), room);
        page.entries()
                .forEach(entry -> translation.apply(position.cloud(), entry).ifPresent(entries::add));
        return page.next().isPresent()
                ? Optional.of(new Position(position.cloud(), page.next()))
                : clouds.after(position.cloud().name()).map(cloud -> new Position(cloud, Optional.empty()));
    }

    private Position start(Page.Request request) {
        var token = request.start().orElse("");
        if (token.isEmpty()) {
            return clouds.all().stream()
                    .findFirst()
                    .map(cloud -> new Position(cloud, Optional.empty()))
                    .orElseThrow(() -> new Failure.Unavailable("this process has no cloud open"));
        }
        var cut = token.indexOf(':');
        var name = cut < 0 ? "" : token.substring(cut + 1);
        var marker = cut < 0 ? token : token.substring(0, cut);
        return clouds.find(name)
                .map(cloud -> new Position(cloud, Optional.of(marker).filter(text -> !text.isEmpty())))
                .orElseThrow(() -> new Failure.Aborted("the token belongs to no listing, start again"));
    }

    private record Position(CinderCloud cloud, Optional<String> marker) {
        String token() {
            return marker.orElse("") + (cloud.name().isEmpty() ? "" : ":" + cloud.name());
        }
    }
}
