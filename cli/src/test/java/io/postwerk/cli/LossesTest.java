package io.postwerk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LossesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'a':1}                  | {'a':1,'b':2}            | []",
                "{'a':1}                  | {'a':2}                  | []",
                "{'a':'x'}                | {'a':'y'}                | []",
                "{'a':'x'}                | {'a':'xy'}               | []",
                "{'l':['x']}              | {'l':['y','x']}          | []",
                "{'l':[{'name':'x','p':1}]} | {'l':[{'name':'y'},{'name':'x','p':2}]} | []",
                "{'a':1,'b':2}            | {'a':1}                  | [b]",
                "{'a':{'b':{'c':1}}}      | {'a':{'b':{}}}           | [a.b.c]",
                "{'a':'word'}             | {'a':'wo'}               | [a]",
                "{'a':'word'}             | {'a':''}                 | [a]",
                "{'a':'word'}             | {'a':null}               | [a]",
                "{'a':{'b':1}}            | {'a':1}                  | [a]",
                "{'l':['x','y']}          | {'l':['y']}              | [l[x]]",
                "{'l':['x']}              | {'l':[]}                 | [l[x]]",
                "{'l':[{'name':'x','p':1}]} | {'l':[{'name':'x'}]}   | [l[x].p]",
                "{'l':[{'address':'x'}]}  | {'l':[{'address':'y'}]}  | [l[x]]",
            })
    void isWhatAnOldTreeHasAndANewOneHasNot(String old, String now, String lost) throws Exception {
        ObjectMapper json = new ObjectMapper();
        assertThat(Losses.between(json.readTree(old.replace('\'', '"')), json.readTree(now.replace('\'', '"'))))
                .hasToString(lost);
    }
}
