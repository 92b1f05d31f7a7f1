/** A directory and a bucket, kept in step. */
@SuppressWarnings("requires-automatic") // Tink is no named module yet.
module dev.holdfast.buckia {
    requires java.net.http;
    requires transitive java.sql;
    requires java.xml;
    requires com.google.crypto.tink;
    requires org.bouncycastle.provider;
    requires org.xerial.sqlitejdbc;
    requires info.picocli;
    requires tools.jackson.core;
    requires static transitive org.jspecify;

    exports dev.holdfast.buckia;
    exports dev.holdfast.buckia.bucket;
    exports dev.holdfast.buckia.bucket.local;
    exports dev.holdfast.buckia.bucket.steady;
    exports dev.holdfast.buckia.carry;
    exports dev.holdfast.buckia.crypt;
    exports dev.holdfast.buckia.engine;
    exports dev.holdfast.buckia.inbound;
    exports dev.holdfast.buckia.index;
    exports dev.holdfast.buckia.pack;
    exports dev.holdfast.buckia.snapshot;
    exports dev.holdfast.buckia.secret;
    exports dev.holdfast.buckia.state;
    exports dev.holdfast.buckia.sync;
    exports dev.holdfast.buckia.trash;

    opens dev.holdfast.buckia.command to
            info.picocli;
    opens dev.holdfast.buckia.training to
            info.picocli;

    uses dev.holdfast.buckia.bucket.BucketProvider;

    provides dev.holdfast.buckia.bucket.BucketProvider with
            dev.holdfast.buckia.bucket.b2.B2Provider,
            dev.holdfast.buckia.bucket.bunny.BunnyProvider,
            dev.holdfast.buckia.bucket.local.LocalProvider,
            dev.holdfast.buckia.bucket.s3.S3Provider;
}
