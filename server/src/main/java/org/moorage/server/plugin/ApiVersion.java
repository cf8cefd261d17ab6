package org.moorage.server.plugin;

import java.lang.module.ModuleDescriptor;
import java.util.Optional;
import java.util.regex.Pattern;

/// Which versions of the SPI go together (semantic versioning): a plugin that was built against an older minor
/// version of the same major one does, and before 1.0 only against the same minor one.
record ApiVersion(int major, int minor, String text) {
    /// The SPI's module.
    static final String MODULE = "org.moorage.api";

    private static final Pattern FORM = Pattern.compile("([0-9]{1,6})\\.([0-9]{1,6}).*");

    /// Empty when the text is no version of the form `major.minor...`.
    static Optional<ApiVersion> of(String text) {
        var match = FORM.matcher(text);
        return match.matches()
                ? Optional.of(new ApiVersion(Integer.parseInt(match.group(1)), Integer.parseInt(match.group(2)), text))
                : Optional.empty();
    }

    /// The version that a module was compiled against; empty when it says none.
    static Optional<ApiVersion> neededBy(ModuleDescriptor module) {
        return module.requires().stream()
                .filter(required -> required.name().equals(MODULE))
                .flatMap(required -> required.rawCompiledVersion().stream())
                .flatMap(text -> of(text).stream())
                .findFirst();
    }

    /// The version that this process has; empty when its module says none.
    static Optional<ApiVersion> ofThisProcess() {
        return ModuleLayer.boot()
                .findModule(MODULE)
                .flatMap(module -> module.getDescriptor().rawVersion())
                .flatMap(ApiVersion::of);
    }

    /// Whether what was built against that version runs on this one.
    boolean serves(ApiVersion built) {
        return major == built.major && (major == 0 ? minor == built.minor : minor >= built.minor);
    }
}
