package dev.holdfast.documents.live;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long live editing is remembered.
 *
 * @param liveRetention How long a document's live state stays when nobody writes; what it holds of deleted text goes with it.
 */
@ConfigurationProperties("holdfast.documents")
record LiveSettings(@DefaultValue("1d") Duration liveRetention) {}
