package io.postwerk.mail;

/**
 * A domain name or e-mail address that cannot be taken as one. The message says in one short clause what is wrong
 * with it and may be shown to whoever wrote the address; it never repeats the input.
 */
public final class AddressException extends Exception {
    public AddressException(String whatIsWrong) {
        super(whatIsWrong);
    }
}
