package io.curfew.platform;

import io.curfew.api.wire.Acceptance;
import io.curfew.api.wire.AccountBody;
import io.curfew.api.wire.AccountPage;
import io.curfew.api.wire.AccountPatch;
import io.curfew.api.wire.AuditBody;
import io.curfew.api.wire.AuditPage;
import io.curfew.api.wire.ChosenPassword;
import io.curfew.api.wire.InvitationBody;
import io.curfew.api.wire.NewAccount;
import io.curfew.api.wire.NewOwnToken;
import io.curfew.api.wire.NewPassword;
import io.curfew.api.wire.NewPolicy;
import io.curfew.api.wire.NewRoles;
import io.curfew.api.wire.NewStock;
import io.curfew.api.wire.NewToken;
import io.curfew.api.wire.NewUser;
import io.curfew.api.wire.PolicyBody;
import io.curfew.api.wire.ProblemBody;
import io.curfew.api.wire.RoleBody;
import io.curfew.api.wire.SessionChange;
import io.curfew.api.wire.SimBody;
import io.curfew.api.wire.SimMove;
import io.curfew.api.wire.StatusChange;
import io.curfew.api.wire.StockPage;
import io.curfew.api.wire.StockSimBody;
import io.curfew.api.wire.TokenBody;
import io.curfew.api.wire.TokenPage;
import io.curfew.api.wire.UserBody;
import io.curfew.api.wire.UserPage;
import io.curfew.api.wire.WorkBody;
import io.curfew.api.wire.WorkPage;
import io.curfew.dialects.soracom.wire.SoracomAuth;
import io.curfew.dialects.soracom.wire.SoracomAuthKey;
import io.curfew.dialects.soracom.wire.SoracomBillList;
import io.curfew.dialects.soracom.wire.SoracomCapabilities;
import io.curfew.dialects.soracom.wire.SoracomDefaultPermissions;
import io.curfew.dialects.soracom.wire.SoracomError;
import io.curfew.dialects.soracom.wire.SoracomGroup;
import io.curfew.dialects.soracom.wire.SoracomHasPassword;
import io.curfew.dialects.soracom.wire.SoracomImeiLock;
import io.curfew.dialects.soracom.wire.SoracomLatestBill;
import io.curfew.dialects.soracom.wire.SoracomNewAuthKey;
import io.curfew.dialects.soracom.wire.SoracomOperator;
import io.curfew.dialects.soracom.wire.SoracomPermission;
import io.curfew.dialects.soracom.wire.SoracomPreviousSession;
import io.curfew.dialects.soracom.wire.SoracomResourceSummary;
import io.curfew.dialects.soracom.wire.SoracomRole;
import io.curfew.dialects.soracom.wire.SoracomRoleId;
import io.curfew.dialects.soracom.wire.SoracomSandboxSubscriber;
import io.curfew.dialects.soracom.wire.SoracomSession;
import io.curfew.dialects.soracom.wire.SoracomSessionEvent;
import io.curfew.dialects.soracom.wire.SoracomSim;
import io.curfew.dialects.soracom.wire.SoracomSimProfile;
import io.curfew.dialects.soracom.wire.SoracomSimSubscription;
import io.curfew.dialects.soracom.wire.SoracomStatusHistory;
import io.curfew.dialects.soracom.wire.SoracomSubscriber;
import io.curfew.dialects.soracom.wire.SoracomToken;
import io.curfew.dialects.soracom.wire.SoracomTrustPolicy;
import io.curfew.dialects.soracom.wire.SoracomUser;
import io.curfew.dialects.twilio.wire.TwilioAccount;
import io.curfew.dialects.twilio.wire.TwilioAccountList;
import io.curfew.dialects.twilio.wire.TwilioAvailableNumber;
import io.curfew.dialects.twilio.wire.TwilioAvailableNumberList;
import io.curfew.dialects.twilio.wire.TwilioCapabilities;
import io.curfew.dialects.twilio.wire.TwilioError;
import io.curfew.dialects.twilio.wire.TwilioIamKey;
import io.curfew.dialects.twilio.wire.TwilioIamKeyList;
import io.curfew.dialects.twilio.wire.TwilioKey;
import io.curfew.dialects.twilio.wire.TwilioKeyList;
import io.curfew.dialects.twilio.wire.TwilioKeyPolicy;
import io.curfew.dialects.twilio.wire.TwilioListedIamKey;
import io.curfew.dialects.twilio.wire.TwilioMeta;
import io.curfew.dialects.twilio.wire.TwilioNewIamKey;
import io.curfew.dialects.twilio.wire.TwilioNewKey;
import io.curfew.dialects.twilio.wire.TwilioPhoneNumber;
import io.curfew.dialects.twilio.wire.TwilioPhoneNumberList;
import io.curfew.dialects.twilio.wire.TwilioPromotedToken;
import io.curfew.dialects.twilio.wire.TwilioSaleCountry;
import io.curfew.dialects.twilio.wire.TwilioSaleCountryList;
import io.curfew.dialects.twilio.wire.TwilioSearchCapabilities;
import io.curfew.dialects.twilio.wire.TwilioSecondaryToken;
import io.curfew.dialects.twilio.wire.TwilioSigningKeyList;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * What Jackson writes and reads: all that stands in the {@code wire} packages of the doors. In a native image it finds the
 * members of these types alone, and takes any other for an empty object. Microsoft's door is not among them, since it
 * writes each element by itself.
 *
 * <p>Answers are {@code Response}s, whose entities nobody sees when the image is built, so that they have to be named.
 * {@code ReflectedTypesTest} compares the list with the packages, and {@code JacksonWatch} with what is written and read.
 */
@RegisterForReflection(
        targets = {
            TwilioAccount.class,
            TwilioAccountList.class,
            TwilioAvailableNumber.class,
            TwilioAvailableNumberList.class,
            TwilioCapabilities.class,
            TwilioError.class,
            TwilioIamKey.class,
            TwilioIamKeyList.class,
            TwilioKey.class,
            TwilioKeyList.class,
            TwilioKeyPolicy.class,
            TwilioListedIamKey.class,
            TwilioMeta.class,
            TwilioNewIamKey.class,
            TwilioNewKey.class,
            TwilioPhoneNumber.class,
            TwilioPhoneNumberList.class,
            TwilioPromotedToken.class,
            TwilioSaleCountry.class,
            TwilioSaleCountryList.class,
            TwilioSearchCapabilities.class,
            TwilioSecondaryToken.class,
            TwilioSigningKeyList.class,
            SoracomAuth.class,
            SoracomAuthKey.class,
            SoracomBillList.class,
            SoracomCapabilities.class,
            SoracomDefaultPermissions.class,
            SoracomError.class,
            SoracomGroup.class,
            SoracomHasPassword.class,
            SoracomImeiLock.class,
            SoracomLatestBill.class,
            SoracomNewAuthKey.class,
            SoracomOperator.class,
            SoracomPermission.class,
            SoracomPreviousSession.class,
            SoracomResourceSummary.class,
            SoracomRole.class,
            SoracomRoleId.class,
            SoracomSandboxSubscriber.class,
            SoracomSession.class,
            SoracomSessionEvent.class,
            SoracomSim.class,
            SoracomSimProfile.class,
            SoracomSimSubscription.class,
            SoracomStatusHistory.class,
            SoracomSubscriber.class,
            SoracomToken.class,
            SoracomTrustPolicy.class,
            SoracomUser.class,
            Acceptance.class,
            AccountBody.class,
            AccountPage.class,
            AccountPatch.class,
            AuditBody.class,
            AuditPage.class,
            ChosenPassword.class,
            InvitationBody.class,
            NewAccount.class,
            NewOwnToken.class,
            NewPassword.class,
            NewPolicy.class,
            NewRoles.class,
            NewStock.class,
            NewToken.class,
            NewUser.class,
            PolicyBody.class,
            ProblemBody.class,
            RoleBody.class,
            SessionChange.class,
            SimBody.class,
            SimMove.class,
            StatusChange.class,
            StockPage.class,
            StockSimBody.class,
            TokenBody.class,
            TokenPage.class,
            UserBody.class,
            UserPage.class,
            WorkBody.class,
            WorkPage.class,
        })
final class ReflectedTypes {

    /** Not to be called: the class is there for its annotation. */
    private ReflectedTypes() {}
}
