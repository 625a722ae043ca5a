"""Drives the IMAP server with Python's imaplib; the only argument is the CA to trust."""

import imaplib
import ssl
import sys

context = ssl.create_default_context(cafile=sys.argv[1])
client = imaplib.IMAP4("localhost", 2143)
assert "LOGINDISABLED" in client.capabilities, client.capabilities
client.starttls(context)
assert "LOGINDISABLED" not in client.capabilities, client.capabilities
client.login("alice@example.org", "wonderland")


def ok(answer):
    assert answer[0] == "OK", answer
    return answer[1]


assert any(b"INBOX" in line for line in ok(client.list())), "LIST"
ok(client.create("Archive/2026"))
ok(client.subscribe("Archive/2026"))
assert any(b"Archive/2026" in line for line in ok(client.lsub())), "LSUB"

count = int(ok(client.select("INBOX"))[0])
assert count >= 1

found = ok(client.search(None, 'SUBJECT "for imaplib"'))[0].split()
assert len(found) == 1, found
number = found[0].decode()
header = ok(client.fetch(number, "(FLAGS INTERNALDATE RFC822.SIZE ENVELOPE BODYSTRUCTURE BODY.PEEK[HEADER])"))
assert b"for imaplib" in header[0][1], header
partial = ok(client.fetch(number, "(BODY.PEEK[TEXT]<0.5>)"))
assert partial[0][1] == b"Hello", partial

flags = ok(client.store(number, "+FLAGS.SILENT", r"(\Flagged work)"))
assert ok(client.search(None, "FLAGGED", "KEYWORD", "work"))[0].split() == [number.encode()]
ok(client.copy(number, "Archive/2026"))
ok(client.append("Archive/2026", r"(\Seen)", None, b"Subject: appended\r\n\r\nBody.\r\n"))
assert int(ok(client.select("Archive/2026"))[0]) == 2
assert ok(client.search(None, "SEEN", "SUBJECT", "appended"))[0].split() == [b"2"]
ok(client.store("1:2", "+FLAGS", r"(\Deleted)"))
assert ok(client.expunge()) == [b"1", b"1"]
assert int(ok(client.select("INBOX", readonly=True))[0]) == count
ok(client.unsubscribe("Archive/2026"))
ok(client.delete("Archive/2026"))
client.logout()
print("all right")
