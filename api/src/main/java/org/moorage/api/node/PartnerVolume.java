package org.moorage.api.node;

import java.util.Map;
import org.moorage.api.Secrets;

/// What the partner's node plugin is told of a volume, in the place of what our caller said.
///
/// @param context the volume's context (volume_context)
/// @param secrets what goes along with NodeStageVolume; NodePublishVolume gets them only from a partner that does not
///                stage
public record PartnerVolume(Map<String, String> context, Secrets secrets) {
    /// Copies the context.
    public PartnerVolume {
        context = Map.copyOf(context);
    }
}
