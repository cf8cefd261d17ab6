package org.moorage.openstack.metadata;

import org.jspecify.annotations.Nullable;

/// `meta_data.json` (Nova, "Metadata service"), as far as it is used.
record MetadataDocument(@Nullable String uuid, @Nullable String availabilityZone) {}
