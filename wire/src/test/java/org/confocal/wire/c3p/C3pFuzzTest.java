package org.confocal.wire.c3p;

import java.util.List;
import org.confocal.wire.Damage;
import org.confocal.wire.Golden;
import org.junit.jupiter.api.Test;

class C3pFuzzTest {
  private static final int ROUNDS = 8_000;

  @Test
  void aDamagedRequestParsesOrIsRefusedWithTheTypedError() {
    List<String> requests =
        C3pRequestTest.FILES.stream().map(f -> Golden.text("c3p/" + f + ".request.xml")).toList();

    Damage.isSurvived(requests, ROUNDS, C3pRequest::read, C3pRequest::write);
  }

  @Test
  void aDamagedResponseParsesOrIsRefusedWithTheTypedError() {
    List<String> responses =
        C3pResponseTest.FILES.stream().map(f -> Golden.text("c3p/" + f + ".response.xml")).toList();

    Damage.isSurvived(responses, ROUNDS, C3pResponse::read, C3pResponse::write);
  }
}
