// Older major versions of Twilio's client for Node against the door. The addresses are the only change.
import assert from 'node:assert/strict';
import { test } from 'node:test';

const { CURFEW_URL, CURFEW_SID, CURFEW_TOKEN, CURFEW_FAMILIES } = process.env;

async function refusal(promise) {
  try {
    await promise;
  } catch (error) {
    return { status: error.status, code: error.code };
  }
  return assert.fail('was not refused');
}

for (const family of CURFEW_FAMILIES.split(',')) {
  const { default: twilio } = await import(family);
  test(`${family}: a subaccount lives, owns a number and is closed`, () =>
    family === 'twilio2' ? withCallbacks(twilio) : withPromises(twilio));
}

async function withPromises(twilio) {
  const client = twilio(CURFEW_SID, CURFEW_TOKEN);
  for (const product of ['api', 'accounts', 'iam']) {
    if (client[product]) {
      client[product].baseUrl = CURFEW_URL;
    }
  }
  const accounts = client.api.v2010.accounts;
  const made = [];
  for (let i = 0; i < 3; i += 1) {
    made.push(await accounts.create({ friendlyName: `family ${i}` }));
  }
  const sub = made[0];
  assert.ok(sub.dateCreated instanceof Date && !Number.isNaN(sub.dateCreated.getTime()));
  const listed = await accounts.list({ pageSize: 1, limit: 3 });
  assert.deepEqual(listed.map((account) => account.sid), made.map((account) => account.sid).reverse());
  assert.equal((await accounts(sub.sid).update({ status: 'suspended' })).status, 'suspended');
  assert.equal((await accounts(sub.sid).update({ status: 'active' })).status, 'active');

  const [free] = await client.availablePhoneNumbers('US').local.list({ areaCode: 415, limit: 1 });
  const bought = await accounts(sub.sid).incomingPhoneNumbers.create({ phoneNumber: free.phoneNumber });
  assert.equal(bought.capabilities.sms, true);
  const again = await accounts(sub.sid).incomingPhoneNumbers.create({
    phoneNumber: free.phoneNumber,
    friendlyName: 'again',
  });
  assert.deepEqual([again.sid, again.friendlyName], [bought.sid, 'again']);
  const moved = await accounts(sub.sid).incomingPhoneNumbers(bought.sid).update({ accountSid: CURFEW_SID });
  assert.equal(moved.accountSid, CURFEW_SID);
  assert.equal(await client.incomingPhoneNumbers(bought.sid).remove(), true);

  const key = await client.newKeys.create({ friendlyName: 'family' });
  assert.equal((await client.keys(key.sid).update({ friendlyName: 'renamed' })).friendlyName, 'renamed');
  if (client.iam?.v1.getApiKeys) {
    const [shown] = await client.iam.v1.getApiKeys.list({ accountSid: CURFEW_SID, pageSize: 1 });
    assert.deepEqual([shown.sid, shown.flags], [key.sid, ['rest_api', 'signing']]);
  }
  assert.equal(await client.keys(key.sid).remove(), true);

  assert.deepEqual(await refusal(client.messages.list({ limit: 1 })), { status: 404, code: 20404 });
  assert.deepEqual(await refusal(client.accounts.v1.credentials.publicKey.list()), { status: 404, code: 20404 });
  for (const account of made) {
    assert.equal((await accounts(account.sid).update({ status: 'closed' })).status, 'closed');
  }
  assert.deepEqual(await refusal(accounts(sub.sid).update({ status: 'active' })), { status: 400, code: 21479 });
}

async function withCallbacks(twilio) {
  const client = new twilio.RestClient(CURFEW_SID, CURFEW_TOKEN);
  const address = new URL(CURFEW_URL);
  client.getBaseUrl = () => `${address.protocol}//${CURFEW_SID}:${CURFEW_TOKEN}@${address.host}/2010-04-01`;
  const done = (call) => new Promise((resolve, reject) => call((error, data) => (error ? reject(error) : resolve(data))));
  const sub = await done((end) => client.accounts.create({ friendlyName: 'family 2' }, end));
  assert.equal(sub.status, 'active');
  const renamed = await done((end) => client.accounts(sub.sid).put({ friendlyName: 'renamed' }, end));
  assert.equal(renamed.friendlyName, 'renamed');
  const listed = await done((end) => client.accounts.list({ friendlyName: 'renamed' }, end));
  assert.equal(listed.accounts[0].sid, sub.sid);
  const found = await done((end) => client.availablePhoneNumbers('US').local.get({ areaCode: '415' }, end));
  const number = await done((end) =>
    client.accounts(sub.sid).incomingPhoneNumbers.create({ phoneNumber: found.availablePhoneNumbers[0].phoneNumber }, end),
  );
  const named = await done((end) =>
    client.accounts(sub.sid).incomingPhoneNumbers(number.sid).put({ friendlyName: 'ours' }, end),
  );
  assert.equal(named.friendlyName, 'ours');
  const closed = await done((end) => client.accounts(sub.sid).update({ status: 'closed' }, end));
  assert.equal(closed.status, 'closed');
}
