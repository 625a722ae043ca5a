package io.postwerk.config.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.PrettyPrinter;
import com.fasterxml.jackson.core.util.Instantiatable;
import java.io.IOException;

/** Gives each entry of the two outermost levels a line, and writes no other white space. */
final class CanonicalPrinter implements PrettyPrinter, Instantiatable<CanonicalPrinter> {
    private static final int LINES_TO_DEPTH = 2;

    private int depth;

    @Override
    public CanonicalPrinter createInstance() {
        return new CanonicalPrinter();
    }

    @Override
    public void writeRootValueSeparator(JsonGenerator out) {
        throw new IllegalStateException("a file holds one object");
    }

    @Override
    public void writeStartObject(JsonGenerator out) throws IOException {
        out.writeRaw('{');
        depth++;
    }

    @Override
    public void beforeObjectEntries(JsonGenerator out) throws IOException {
        line(out);
    }

    @Override
    public void writeObjectFieldValueSeparator(JsonGenerator out) throws IOException {
        out.writeRaw(':');
    }

    @Override
    public void writeObjectEntrySeparator(JsonGenerator out) throws IOException {
        out.writeRaw(',');
        line(out);
    }

    @Override
    public void writeEndObject(JsonGenerator out, int entries) throws IOException {
        end(out, entries, '}');
    }

    @Override
    public void writeStartArray(JsonGenerator out) throws IOException {
        out.writeRaw('[');
        depth++;
    }

    @Override
    public void beforeArrayValues(JsonGenerator out) throws IOException {
        line(out);
    }

    @Override
    public void writeArrayValueSeparator(JsonGenerator out) throws IOException {
        writeObjectEntrySeparator(out);
    }

    @Override
    public void writeEndArray(JsonGenerator out, int values) throws IOException {
        end(out, values, ']');
    }

    private void end(JsonGenerator out, int entries, char bracket) throws IOException {
        if (entries > 0) {
            line(out);
        }
        depth--;
        out.writeRaw(bracket);
    }

    private void line(JsonGenerator out) throws IOException {
        if (depth <= LINES_TO_DEPTH) {
            out.writeRaw('\n');
        }
    }
}
