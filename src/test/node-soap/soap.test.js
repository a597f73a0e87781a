// Two SOAP clients for Node against the door, made of both forms of its description: what a customer's program does.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import soap from 'soap';
import strongSoap from 'strong-soap';

const { CURFEW_URL, CURFEW_ACCESS_TOKEN, CURFEW_DEVELOPER_TOKEN, CURFEW_CUSTOMER } = process.env;
const V13 = 'https://bingads.microsoft.com/Customer/v13';
const SERVICE = `${CURFEW_URL}/Api/CustomerManagement/v13/CustomerManagementService.svc`;
const TOKENS = { AuthenticationToken: CURFEW_ACCESS_TOKEN, DeveloperToken: CURFEW_DEVELOPER_TOKEN };

/** Calls operations by node-soap. */
async function nodeSoap(wsdl) {
  const client = await soap.createClientAsync(wsdl);
  client.addSoapHeader(TOKENS, '', 'tns', V13);
  return async (operation, request) => {
    const [answer, , header] = await client[`${operation}Async`](request);
    assert.ok(header.TrackingId);
    return answer;
  };
}

/** Calls operations by strong-soap. */
async function strong(wsdl) {
  const client = await new Promise((resolve, reject) => {
    strongSoap.soap.createClient(wsdl, {}, (error, made) => (error ? reject(error) : resolve(made)));
  });
  for (const [name, token] of Object.entries(TOKENS)) {
    client.addSoapHeader({ [name]: { $attributes: { xmlns: V13 }, $value: token } });
  }
  return async (operation, request) => {
    const { result } = await client[operation]({ [`${operation}Request`]: request });
    return result;
  };
}

async function fault(promise) {
  try {
    await promise;
  } catch (error) {
    const detail = (error.root ?? error.response?.root)?.Envelope.Body.Fault.detail;
    const kind = detail.ApiFault ? 'ApiFault' : 'AdApiFaultDetail';
    const one = detail.ApiFault?.OperationErrors.OperationError ?? detail.AdApiFaultDetail.Errors.AdApiError;
    return `${kind} ${one.Code}`;
  }
  return assert.fail('was not refused');
}

for (const [name, client] of [['node-soap', nodeSoap], ['strong-soap', strong]]) {
  for (const query of ['?wsdl', '?singleWsdl']) {
    test(`${name} made of ${query} takes an account from its making to its deletion`, async () => {
      const call = await client(SERVICE + query);
      const added = await call('AddAccount', {
        Account: {
          CurrencyCode: 'USD',
          Name: `Falcon ${name} ${query}`,
          ParentCustomerId: CURFEW_CUSTOMER,
          TaxInformation: { KeyValuePairOfstringstring: [{ key: 'VATNumber', value: '123' }] },
          BusinessAddress: { City: 'Redmond', Line1: '1 Main', BusinessName: 'Biz' },
        },
      });
      const AccountId = String(added.AccountId);
      assert.match(AccountId, /^[1-9][0-9]{14}$/);

      const { Account } = await call('GetAccount', { AccountId, ReturnAdditionalFields: 'AccountMode' });
      assert.equal(Account.Name, `Falcon ${name} ${query}`);
      assert.equal(Account.AccountMode, 'Expert');
      assert.equal(Account.TaxInformation.KeyValuePairOfstringstring[0]?.value
        ?? Account.TaxInformation.KeyValuePairOfstringstring.value, '123');

      await call('UpdateAccount', {
        Account: { Id: AccountId, Name: `Kite ${name} ${query}`, TimeStamp: Account.TimeStamp },
      });
      const searched = await call('SearchAccounts', {
        Predicates: { Predicate: [{ Field: 'AccountId', Operator: 'In', Value: AccountId }] },
        Ordering: { OrderBy: [{ Field: 'Number', Order: 'Ascending' }] },
        PageInfo: { Index: 0, Size: 10 },
      });
      const found = [searched.Accounts.AdvertiserAccount].flat();
      assert.deepEqual(found.map((one) => one.Name), [`Kite ${name} ${query}`]);

      const old = call('DeleteAccount', { AccountId, TimeStamp: Account.TimeStamp });
      assert.equal(await fault(old), 'ApiFault 209');
      await call('DeleteAccount', { AccountId, TimeStamp: found[0].TimeStamp });
      const closed = await call('GetAccount', { AccountId });
      assert.equal(closed.Account.AccountLifeCycleStatus, 'Inactive');

      const user = await call('GetUser', {});
      assert.equal(String([user.CustomerRoles.CustomerRole].flat()[0].RoleId), '41');
      assert.equal(await fault(call('SearchCustomers', {})), 'AdApiFaultDetail 90002');
    });
  }
}
