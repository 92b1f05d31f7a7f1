/** S3 and the services that speak it: AWS, Linode, Cubbit, S3Proxy and others by endpoint. */
@NullMarked
package dev.holdfast.buckia.bucket.s3;

import org.jspecify.annotations.NullMarked;
