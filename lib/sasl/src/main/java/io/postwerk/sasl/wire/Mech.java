package io.postwerk.sasl.wire;

import io.postwerk.sasl.MechanismFlag;
import io.postwerk.sasl.MechanismInfo;
import java.util.EnumSet;

/** {@code MECH name [flag...]}: a mechanism that the service offers. */
public record Mech(MechanismInfo mechanism) implements AuthServerMessage {

    static final String COMMAND = "MECH";

    /** Flags of which this version knows nothing are skipped. */
    static Mech parse(Fields fields) throws WireException {
        var flags = EnumSet.noneOf(MechanismFlag.class);
        fields.parametersFrom(2)
                .fields()
                .forEach(name -> MechanismFlag.ofWireName(name).ifPresent(flags::add));
        return new Mech(new MechanismInfo(fields.text(1), flags));
    }

    @Override
    public void writeTo(LineText line) {
        line.field(COMMAND).field(mechanism.name());
        mechanism.flags().stream().sorted().map(MechanismFlag::wireName).forEach(line::field);
    }
}
