/** From objects as they should be to the API server: only what differs, never over what somebody else has written since. */
package io.postwerk.operator.apply;
