/**
 * Ports to the tables that are looked up by key and are no part of any actor's journal: users with
 * their credentials, contact lists and policies, the names that can be dialled, the conferences
 * that should be running, and the records of all conferences, which follow from the journal. The
 * room {@code persistence} implements them.
 *
 * <p><em>Threading:</em> every method may be called from any thread and never blocks; the answer
 * comes as a {@link java.util.concurrent.CompletionStage}, failed with the cause when the database
 * does not answer.
 *
 * <p><em>Starting points:</em> {@link org.confocal.engine.directory.DialNames}, {@link
 * org.confocal.engine.directory.UserDirectory}, {@link org.confocal.engine.directory.ContactLists},
 * {@link org.confocal.engine.directory.ConferencePolicies}, {@link
 * org.confocal.engine.directory.ActiveConferences}, {@link
 * org.confocal.engine.directory.CallRecords}.
 */
@NullMarked
package org.confocal.engine.directory;

import org.jspecify.annotations.NullMarked;
