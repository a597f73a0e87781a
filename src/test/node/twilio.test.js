// Twilio's own client for Node against the door: what a customer's program does. The addresses are the only change.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import twilio from 'twilio';

const { CURFEW_URL, CURFEW_SID, CURFEW_TOKEN, CURFEW_STAGE, CURFEW_SUB } = process.env;

function client(sid, token, options) {
  const made = twilio(sid, token, options);
  for (const product of ['api', 'accounts', 'iam', 'messaging']) {
    made[product].baseUrl = CURFEW_URL;
  }
  return made;
}

const main = client(CURFEW_SID, CURFEW_TOKEN);

async function refusal(promise) {
  try {
    await promise;
  } catch (error) {
    return { status: error.status, code: error.code };
  }
  return assert.fail('was not refused');
}

if (CURFEW_STAGE === 'purged') {
  test('thirty days later the account is gone', async () => {
    assert.deepEqual(await refusal(main.api.v2010.accounts(CURFEW_SUB).fetch()), { status: 404, code: 20404 });
  });
} else {
  test('a subaccount lives, owns a number and is closed', async () => {
    const sub = await main.api.v2010.accounts.create({ friendlyName: 'FalconFlights\n' });
    assert.equal(sub.friendlyName, 'FalconFlights');
    assert.equal(sub.ownerAccountSid, CURFEW_SID);
    assert.equal(sub.status, 'active');
    assert.ok(sub.dateCreated instanceof Date && !Number.isNaN(sub.dateCreated.getTime()));

    const own = client(sub.sid, sub.authToken);
    assert.equal((await own.api.v2010.accounts(sub.sid).fetch()).sid, sub.sid);

    assert.equal((await main.api.v2010.accounts(sub.sid).update({ status: 'suspended' })).status, 'suspended');
    assert.deepEqual(await refusal(own.api.v2010.accounts(sub.sid).fetch()), { status: 401, code: 20003 });
    assert.equal((await main.api.v2010.accounts(sub.sid).update({ status: 'active' })).status, 'active');

    const [available] = await main.availablePhoneNumbers('US').local.list({ areaCode: 415, limit: 1 });
    const bought = await main.incomingPhoneNumbers.create({
      phoneNumber: available.phoneNumber,
      smsUrl: 'https://example.com/sms',
    });
    const moved = await main.incomingPhoneNumbers(bought.sid).update({ accountSid: sub.sid });
    assert.equal(moved.accountSid, sub.sid);
    assert.equal(moved.smsUrl, 'https://example.com/sms');
    assert.deepEqual((await own.incomingPhoneNumbers.list()).map((number) => number.sid), [bought.sid]);

    const key = await own.newKeys.create({ friendlyName: 'node' });
    assert.match(key.secret, /^[0-9A-Za-z]{32}$/);
    const listed = await own.iam.v1.getApiKeys.list({ accountSid: sub.sid });
    assert.deepEqual(listed.map((found) => found.sid), [key.sid]);
    const restricted = await own.iam.v1.newApiKey.create({
      accountSid: sub.sid,
      keyType: 'restricted',
      policy: JSON.stringify({ allow: ['/twilio/phone-numbers/active-numbers/list'] }),
    });
    assert.deepEqual(restricted.policy, { allow: ['/twilio/phone-numbers/active-numbers/list'] });
    const limited = client(restricted.sid, restricted.secret, { accountSid: sub.sid });
    assert.equal((await limited.incomingPhoneNumbers.list()).length, 1);
    assert.deepEqual(await refusal(limited.incomingPhoneNumbers(bought.sid).remove()), { status: 401, code: 70051 });
    assert.equal((await own.iam.v1.apiKey(restricted.sid).update({ friendlyName: 'limited' })).friendlyName, 'limited');
    assert.equal(await own.iam.v1.apiKey(restricted.sid).remove(), true);

    const made = await own.accounts.v1.secondaryAuthToken().create();
    const promoted = await client(sub.sid, made.secondaryAuthToken).accounts.v1.authTokenPromotion().update();
    assert.equal(promoted.authToken, made.secondaryAuthToken);
    assert.deepEqual(await refusal(own.api.v2010.accounts(sub.sid).fetch()), { status: 401, code: 20003 });

    assert.equal((await main.api.v2010.accounts(sub.sid).update({ status: 'closed' })).status, 'closed');
    assert.deepEqual(await refusal(main.api.v2010.accounts(sub.sid).update({ status: 'active' })),
      { status: 400, code: 21479 });
    const acting = client(CURFEW_SID, CURFEW_TOKEN, { accountSid: sub.sid });
    assert.deepEqual(await acting.incomingPhoneNumbers.list(), []);
    const closed = await main.api.v2010.accounts.list({ status: 'closed' });
    assert.deepEqual(closed.map((account) => account.sid), [sub.sid]);
    console.log(`CURFEW_SUB=${sub.sid}`);
  });

  test('pages are followed to the end', async () => {
    for (let i = 0; i < 25; i += 1) {
      await main.api.v2010.accounts.create({ friendlyName: `page ${i}` });
    }
    const all = await main.api.v2010.accounts.list({ pageSize: 7 });
    assert.equal(new Set(all.map((account) => account.sid)).size, all.length);
    assert.equal(all.filter((account) => account.friendlyName.startsWith('page ')).length, 25);
  });
}
