/** What tests share: certificates, a clock, transcripts, programs that are not ours. */
@NullMarked
package io.postwerk.testkit;

import org.jspecify.annotations.NullMarked;
