package dev.holdfast.server.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.holdfast.server.system.House;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The whole ceremony of passkeys in Chromium, with its virtual authenticator. */
final class PasskeyBrowserTest {
    private static final String CEREMONIES = """
            async () => {
                const route = '/api/auth/passkeys/';
                const post = async (path, body, token) => {
                    const headers = {'Content-Type': 'application/json'};
                    if (token) {
                        headers.Authorization = 'Bearer ' + token;
                    }
                    const answer = await fetch(route + path, {method: 'POST', headers, body: JSON.stringify(body)});
                    return {status: answer.status, body: await answer.json()};
                };
                const create = options => navigator.credentials.create(
                        {publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options.body.publicKey)});

                let options = await post('signup/options', {displayName: 'Ada'});
                let credential = await create(options);
                const joined = await post('signup', {ceremonyId: options.body.ceremonyId, credential: credential.toJSON()});

                options = await post('login/options', {});
                credential = await navigator.credentials.get(
                        {publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options.body.publicKey)});
                const session = await post('login', {ceremonyId: options.body.ceremonyId, credential: credential.toJSON()});

                options = await post('register/options', {}, session.body.accessToken);
                const second = await create(options).then(() => 'made', error => error.name);
                return {
                    joined: joined.status,
                    codes: (joined.body.recoveryCodes || []).length,
                    login: session.status,
                    same: joined.body.user.id === session.body.user.id,
                    second
                };
            }
            """;

    @Test
    void aBrowserSignsUpAndInWithAPasskeyAlone() {
        try (Chromium chromium = Chromium.start()) {
            Page page = chromium.browser().newPage();
            Visitor.addAuthenticator(page);
            page.navigate(House.running().url() + "/.well-known/webauthn");

            Object result = page.evaluate(CEREMONIES);

            assertThat(result)
                    .isEqualTo(Map.of(
                            "joined", 201, "codes", 10, "login", 200, "same", true, "second", "InvalidStateError"));
        }
    }
}
