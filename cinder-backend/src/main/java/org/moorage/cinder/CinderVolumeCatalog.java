package org.moorage.cinder;

import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.moorage.api.Deadline;
import org.moorage.api.Page;
import org.moorage.api.failure.Failure;
import org.moorage.api.node.NodeId;
import org.moorage.api.volume.Health;
import org.moorage.api.volume.PublishedVolume;
import org.moorage.api.volume.VolumeHealth;
import org.moorage.api.volume.VolumeId;
import org.moorage.openstack.answer.Answers;
import org.moorage.openstack.blockstorage.BlockVolume;
import org.moorage.openstack.blockstorage.VolumeStatus;

/// Lists the volumes of all clouds, as {@link VolumeListing} says which; one listing serves calls that come together.
///
/// A page begins behind an id, in the order of ids, so that no page is lost when a volume comes or goes between two. A
/// token is the id, with `:` and the cloud's name behind it unless that is the unnamed one.
final class CinderVolumeCatalog implements VolumeHealth {
    private static final Pattern TOKEN = Pattern.compile("([0-9a-fA-F-]{32,36})(?::(.*))?");

    private final Clouds clouds;
    private final VolumeAnswers answers;

    CinderVolumeCatalog(Clouds clouds, DriverSettings settings) {
        this.clouds = clouds;
        this.answers = new VolumeAnswers(settings);
    }

    /// Where a volume stands in the listing.
    private record Place(String cloud, String id) implements Comparable<Place> {
        static Place of(String token) {
            var matcher = TOKEN.matcher(token);
            if (!matcher.matches()) {
                throw new Failure.Aborted("the token belongs to no listing, start again");
            }
            return new Place(Optional.ofNullable(matcher.group(2)).orElse(""), matcher.group(1));
        }

        String token() {
            return id + (cloud.isEmpty() ? "" : ":" + cloud);
        }

        @Override
        public int compareTo(Place other) {
            var byCloud = cloud.compareTo(other.cloud);
            return byCloud == 0 ? id.compareTo(other.id) : byCloud;
        }
    }

    private record Entry(Place place, PublishedVolume volume) {}

    @Override
    public Page<PublishedVolume> list(Page.Request page, Deadline deadline) {
        var start = page.start().filter(token -> !token.isEmpty()).map(Place::of);
        var all = clouds.all();
        if (all.isEmpty()) {
            throw new Failure.Unavailable("this process has no cloud open");
        }
        var rest = all.stream()
                .filter(cloud -> start.stream().noneMatch(place -> cloud.name().compareTo(place.cloud()) < 0))
                .flatMap(cloud -> entries(cloud, deadline))
                .filter(entry -> start.stream().noneMatch(place -> entry.place().compareTo(place) <= 0))
                .toList();
        var cut = page.limit() == 0 || page.limit() >= rest.size() ? rest : rest.subList(0, page.limit());
        return new Page<>(
                cut.stream().map(Entry::volume).toList(),
                cut.size() == rest.size()
                        ? Optional.empty()
                        : Optional.of(cut.getLast().place().token()));
    }

    private Stream<Entry> entries(CinderCloud cloud, Deadline deadline) {
        return Answers.read("list volumes", () -> cloud.listing().lately(deadline)).stream()
                .flatMap(listed -> shown(cloud, listed, VolumeAilments::of).stream()
                        .map(volume -> new Entry(new Place(cloud.name(), listed.id()), volume)));
    }

    @Override
    public Optional<PublishedVolume> find(VolumeId id, Deadline deadline) {
        for (var cloud : clouds.all()) {
            var volume =
                    Answers.find("look up volume " + id, () -> cloud.volumes().show(id.value(), deadline));
            if (volume.isPresent()) {
                return shown(
                        cloud,
                        ListedVolume.of(volume.get()),
                        one -> VolumeAilments.closely(one, cloud.servers(), deadline));
            }
        }
        return Optional.empty();
    }

    private Optional<PublishedVolume> shown(
            CinderCloud cloud, ListedVolume listed, Function<BlockVolume, Health> health) {
        var nodes = listed.servers().stream().map(NodeId::new).collect(Collectors.toUnmodifiableSet());
        if (listed.shown().isEmpty()) {
            return Optional.of(new PublishedVolume(VolumeAnswers.foreign(listed.id()), nodes));
        }
        return listed.shown()
                // What is attached is shown in whatever state: callers take a volume that is missing for detached.
                .filter(volume -> !nodes.isEmpty()
                        || (volume.status() != VolumeStatus.Known.DELETING && !DeferredRemoval.isMarked(volume)))
                .map(volume -> new PublishedVolume(answers.found(volume, cloud.zones()), nodes, health.apply(volume)));
    }
}
