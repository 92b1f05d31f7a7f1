package dev.holdfast.buckia.bucket.s3;

import dev.holdfast.buckia.bucket.BucketError;
import dev.holdfast.buckia.bucket.BucketException;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;

/** Reads S3's flat answers: the texts at the top, and those of a repeated element. */
final class Xml {
    private static final XMLInputFactory FACTORY = factory();

    private Xml() {}

    /**
     * What an answer holds.
     *
     * @param top texts of elements that aren't inside of a repeated one, by name
     * @param rows texts of each repeated element, by name
     */
    record Answer(Map<String, String> top, List<Map<String, String>> rows) {
        String text(String name) {
            return top.getOrDefault(name, "");
        }
    }

    /**
     * Reads an answer.
     *
     * @param repeated name of the repeated element, or empty
     */
    static Answer read(byte[] bytes, String repeated) {
        var top = new HashMap<String, String>();
        var rows = new ArrayList<Map<String, String>>();
        Map<String, String> into = top;
        var text = new StringBuilder();
        try {
            var reader = FACTORY.createXMLStreamReader(new ByteArrayInputStream(bytes));
            while (reader.hasNext()) {
                switch (reader.next()) {
                    case XMLStreamConstants.START_ELEMENT -> {
                        text.setLength(0);
                        if (reader.getLocalName().equals(repeated)) {
                            into = new HashMap<>();
                            rows.add(into);
                        }
                    }
                    case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> text.append(reader.getText());
                    case XMLStreamConstants.END_ELEMENT -> {
                        if (reader.getLocalName().equals(repeated)) {
                            into = top;
                        } else {
                            into.putIfAbsent(reader.getLocalName(), text.toString());
                        }
                        text.setLength(0);
                    }
                    default -> {
                        continue;
                    }
                }
            }
            return new Answer(top, rows);
        } catch (XMLStreamException e) {
            throw new BucketException(BucketError.UNAVAILABLE, "the service's answer is no XML", e);
        }
    }

    private static XMLInputFactory factory() {
        var factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        return factory;
    }
}
