package io.postwerk.authsidecar.directory;

/** Hashes that crypt(3) made. */
final class Passwords {

    /** Of "kangaroo". */
    static final String KANGAROO =
            "$6$saltstring$ib32rklEi1DoiDrtsy4UsCoGPqV31/eUHEvwYpKTVwsw4WXRCEG1odz.geaSCGLkZmWmHlE572O6IW0ywzYJv.";

    private Passwords() {}
}
