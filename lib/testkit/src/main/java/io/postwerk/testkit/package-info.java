/** What tests share: certificates, a clock, transcripts, programs that are not ours. */
package io.postwerk.testkit;
