package dev.holdfast.server.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.server.demo.Demo.Person;
import dev.holdfast.server.system.House;
import dev.holdfast.testkit.TestClient;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What {@code demo} puts in, and that it starts again whatever people did with it. */
final class DemoTest {
    private static final String OTHER_PASSWORD = "nobody printed this one";

    @Test
    void itIsMadeOnceAndAChangedPasswordStopsNothing() {
        House house = House.running();
        assertThat(Demo.prepare(house.url())).isEqualTo(Demo.PEOPLE);
        Person ada = Demo.PEOPLE.getFirst();
        TestClient client = signedIn(house, ada);
        int made = client.get("api/workspaces").json().get("items").size();
        assertThat(made).isPositive();

        assertThat(Demo.prepare(house.url())).isEqualTo(Demo.PEOPLE);
        assertThat(client.get("api/workspaces").json().get("items")).hasSize(made);
        assertThat(client.post(
                                "api/auth/password/change",
                                Map.of("current", ada.password(), "password", OTHER_PASSWORD))
                        .status())
                .isEqualTo(204);

        assertThat(Demo.prepare(house.url())).doesNotContain(ada).hasSize(Demo.PEOPLE.size() - 1);
    }

    private static TestClient signedIn(House house, Person person) {
        String token = house.client()
                .post("api/auth/login", Map.of("email", person.email(), "password", person.password()))
                .json()
                .get("accessToken")
                .asString();
        return house.client().bearer(token);
    }
}
