package org.moorage.manila;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.moorage.api.Page;
import org.moorage.api.failure.Failure;

/// Pages of a listing that is read whole each time, in the order of ids: a page begins behind an id,
/// which is the token of the page before, so that none is lost when something comes or goes between
/// two. Manila itself pages by count, which shifts then.
final class IdPages {
    private static final Pattern ID = Pattern.compile("[0-9a-fA-F-]{32,36}");

    private IdPages() {}

    /// The page.
    ///
    /// @param all what is listed
    /// @param id  the id of an entry
    /// @throws Failure.Aborted the token belongs to no listing
    static <T> Page<T> of(List<T> all, Function<T, String> id, Page.Request request) {
        var start = request.start().filter(token -> !token.isEmpty());
        if (start.filter(token -> !ID.matcher(token).matches()).isPresent()) {
            throw new Failure.Aborted("the token belongs to no listing, start again");
        }
        var rest = all.stream()
                .filter(entry ->
                        start.stream().allMatch(token -> id.apply(entry).compareTo(token) > 0))
                .sorted(Comparator.comparing(id))
                .toList();
        var last = request.limit() == 0 || request.limit() >= rest.size();
        var page = last ? rest : rest.subList(0, request.limit());
        return new Page<>(page, last ? Optional.empty() : Optional.of(id.apply(page.getLast())));
    }
}
