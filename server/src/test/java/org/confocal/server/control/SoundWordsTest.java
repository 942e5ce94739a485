package org.confocal.server.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import java.util.Optional;
import org.confocal.engine.control.ControlOrder;
import org.confocal.engine.control.ControlOrder.OfSound;
import org.confocal.engine.id.UserUri;
import org.confocal.engine.mcu.Holding;
import org.confocal.engine.mcu.Relation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SoundWordsTest {
  private static final UserUri ADA = new UserUri("sip:ada@example.test");
  private static final UserUri BEN = new UserUri("sip:ben@example.test");

  private static OfSound order(String verb, String body) throws JsonProcessingException {
    return SoundWords.order(verb, Json.MAPPER.readTree(body.replace('\'', '"')), "example.test");
  }

  @Test
  void usersAreNamedWithOrWithoutTheirDomain() throws JsonProcessingException {
    assertThat(order("mute", "{'user':'ada'}"))
        .isEqualTo(new ControlOrder.Mute(ADA, OfSound.ALL, 1, true, false));
    assertThat(order("unmute", "{'user':'sip:ada@example.test','endpoint':'{x}'}"))
        .isEqualTo(new ControlOrder.Mute(ADA, "{x}", 1, false, false));
  }

  @Test
  void allOfARoleOrEverybodyAreMuted() throws JsonProcessingException {
    assertThat(order("mute", "{'role':'attendee','locked':true}"))
        .isEqualTo(new ControlOrder.MuteRole(false, true, true));
    assertThat(order("unmute", "{'role':'all'}")).isEqualTo(new ControlOrder.MuteAll(false, false));
  }

  @Test
  void whatIsSetForOneIsSaidInAWord() throws JsonProcessingException {
    assertThat(order("undeafen", "{'user':'ada'}"))
        .isEqualTo(ControlOrder.Filter.deafen(ADA, false));
    assertThat(order("hold", "{'user':'ada'}"))
        .isEqualTo(new ControlOrder.Hold(ADA, OfSound.ALL, Holding.MUSIC));
    assertThat(order("hold", "{'user':'ada','music':false}"))
        .isEqualTo(new ControlOrder.Hold(ADA, OfSound.ALL, Holding.SILENCE));
    assertThat(order("resume", "{'user':'ada'}"))
        .isEqualTo(new ControlOrder.Hold(ADA, OfSound.ALL, Holding.NONE));
    assertThat(order("volume", "{'user':'ada','out':-6}"))
        .isEqualTo(new ControlOrder.SetVolume(ADA, OfSound.ALL, Optional.empty(), Optional.of(-6)));
    assertThat(order("floor", "{'user':'ada'}"))
        .isEqualTo(new ControlOrder.GiveFloor(Optional.of(ADA)));
    assertThat(order("floor", "{}")).isEqualTo(new ControlOrder.GiveFloor(Optional.empty()));
  }

  @Test
  void whoHearsWhomIsSaidPairByPairOrByAPattern() throws JsonProcessingException {
    assertThat(
            order(
                "relate",
                "{'relations':[{'talker':'ada','gain':'silent'},"
                    + "{'listener':'ben','talker':'ada','gain':-3}]}"))
        .isEqualTo(
            new ControlOrder.Relate(List.of(Relation.unheard(ADA), Relation.hears(BEN, ADA, -3))));
    assertThat(order("relate", "{'whisper':{'talker':'ada','listeners':['ben']}}"))
        .isEqualTo(ControlOrder.Relate.whisper(ADA, List.of(BEN)));
    assertThat(order("relate", "{'coach':{'supervisor':'ada','agent':'ben'}}"))
        .isEqualTo(ControlOrder.Relate.coach(ADA, BEN));
    assertThat(order("relate", "{'sidebar':['ada','ben']}"))
        .isEqualTo(ControlOrder.Relate.sidebar(List.of(ADA, BEN)));
  }

  @Test
  void aSoundIsStoppedByItsOwnNameWhenItHasNoOther() throws JsonProcessingException {
    assertThat(order("play", "{'sound':'gong'}"))
        .isEqualTo(new ControlOrder.Play(Optional.empty(), "gong", "gong", 1));
    assertThat(order("play", "{'sound':'gong','name':'g','to':'ada','times':0}"))
        .isEqualTo(new ControlOrder.Play(Optional.of(ADA), "g", "gong", 0));
    assertThat(order("stop", "{'name':'g','to':'ada'}"))
        .isEqualTo(new ControlOrder.StopPlaying(Optional.of(ADA), "g"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "dance | {} | verb: dance (expected: deafen, floor, hold, mute, play, relate, resume, stop, undeafen, unmute, volume)",
        "mute | [] | body: [] (expected: an object)",
        "mute | {} | mute of: nobody (expected: a user or a role)",
        "mute | {'role':'king'} | role: king (expected: attendee, presenter or all)",
        "mute | {'usr':'ada'} | field: usr (expected: endpoint, locked, role, user)",
        "mute | {'user':'ada','locked':1} | locked: 1 (expected: true or false)",
        "deafen | {'user':'a b'} | user: \"a b\" (expected: a user, as name or sip:name@domain)",
        "volume | {'user':'ada','in':'x'} | in: \"x\" (expected: a whole number)",
        "relate | {} | relate: {} (expected: one of relations, whisper, coach, sidebar)",
        "relate | {'relations':1} | relations: 1 (expected: a list)",
        "relate | {'relations':[{'talker':'ada'}]} | gain: none (expected: dB, or \"silent\")",
        "relate | {'relations':[{'talker':'ada','gain':13}]} | gain: 13 (expected: -40 to 12 dB, or none)",
        "play | {'to':'ada'} | sound: none (expected: a text)",
        "stop | {} | name: none (expected: a text)"
      })
  void anErrorNamesTheValueAndWhatIsExpected(String verb, String body, String text) {
    assertThatThrownBy(() -> order(verb, body))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(text);
  }
}
