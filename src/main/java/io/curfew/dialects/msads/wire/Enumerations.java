package io.curfew.dialects.msads.wire;

import io.curfew.dialects.msads.wire.WireType.EnumType;
import io.curfew.dialects.msads.wire.WireType.FlagsType;
import java.util.List;
import java.util.regex.Pattern;

/** The words of the service, as they are spelled on the wire (section 2.5). */
final class Enumerations {
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    static final EnumType ACCOUNT_LIFE_CYCLE_STATUS =
            new EnumType("AccountLifeCycleStatus", words("Draft Active Inactive Pause Pending Suspended"));
    static final EnumType ACCOUNT_FINANCIAL_STATUS = new EnumType("AccountFinancialStatus", words("""
                    Proposed PendingCreditCheck ClearFinancialStatus SoldToOnly CreditWarning Hold WriteOff
                    TaxOnHold UserHold
                    """));
    static final FlagsType ACCOUNT_ADDITIONAL_FIELD =
            new FlagsType("AccountAdditionalField", words("TaxCertificate AccountMode CouponClaimInfo"));
    static final EnumType PAYMENT_METHOD_TYPE = new EnumType(
            "PaymentMethodType",
            words("CreditCard Invoice Check ElectronicFundsTransfer PayPal ELV OfflinePaymentMethod VBA Boleto"));
    static final EnumType AUTO_TAG_TYPE = new EnumType("AutoTagType", words("Inactive Preserve Replace"));
    static final EnumType TAX_CERTIFICATE_STATUS = new EnumType("TaxCertificateStatus", words("Valid Invalid Pending"));
    static final EnumType PREDICATE_OPERATOR = new EnumType(
            "PredicateOperator",
            words("Equals NotEquals Contains In GreaterThanEquals LessThanEquals StartsWith NotContains"));
    static final EnumType ORDER_BY_FIELD =
            new EnumType("OrderByField", words("Id Name Number LifeCycleStatus CouponClassName CouponStartDate"));
    static final EnumType SORT_ORDER = new EnumType("SortOrder", words("Ascending Descending"));
    static final EnumType USER_LIFE_CYCLE_STATUS =
            new EnumType("UserLifeCycleStatus", words("Pending Active Inactive Deleted"));
    static final EnumType CUSTOMER_LIFE_CYCLE_STATUS =
            new EnumType("CustomerLifeCycleStatus", words("Active Inactive"));
    static final EnumType CUSTOMER_FINANCIAL_STATUS = new EnumType(
            "CustomerFinancialStatus",
            words("ProposalsOnly PendingCreditCheck ClearFinancialStatus SoldToOnly CreditHold CreditWarning"));
    static final EnumType SERVICE_LEVEL =
            new EnumType("ServiceLevel", words("SelfServe SelfServeTrusted Premium Internal Select"));
    static final EnumType EMAIL_FORMAT = new EnumType("EmailFormat", words("Html Text"));
    static final EnumType SECRET_QUESTION = new EnumType("SecretQuestion", words("""
                    None FavoritePetsName FavoriteMovie Anniversary FatherMiddleName SpouseMiddleName
                    FirstChildMiddleName HighSchoolName FavoriteTeacherName FavoriteSportsTeam
                    """));
    static final EnumType LANGUAGE_TYPE = new EnumType("LanguageType", words("""
                    Danish Dutch English Finnish French German Italian Japanese Norwegian Portuguese Swedish Spanish
                    Arabic Hebrew Korean Russian TraditionalChinese SimplifiedChinese Thai Turkish Filipino
                    Indonesian Polish Vietnamese Malay Ukrainian Czech Romanian Greek Hungarian Hindi Bulgarian
                    Lithuanian Croatian Latvian Slovenian
                    """));
    static final EnumType CURRENCY_CODE = new EnumType("CurrencyCode", words("""
                    AED ALL AMD ARS AUD AZM BGL BHD BND BOB BRL BYB BZD CAD CHF CLP CNY COP CRC CZK DOP DKK DZD EEK
                    EGP EUR GBP GEL GTQ HKD HNL HRK HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KRW KWD KZT LBP
                    LTL LVL LYD MAD MKD MOP MNT MVR MXN MYR NIO NOK NZD OMR PAB PEN PHP PKR PLN PYG QAR ROL RUR SAR
                    SEK SGD SIT SKK SYP THB TND TRY TTD TWD UAH USD UYU UZS VEF YER VND YUN ZAR ZWD NGN
                    """));
    static final EnumType TIME_ZONE_TYPE = new EnumType("TimeZoneType", words("""
                    AbuDhabiMuscat Adelaide Alaska AlmatyNovosibirsk AmsterdamBerlinBernRomeStockholmVienna Arizona
                    AstanaDhaka AthensBuckarestIstanbul AtlanticTimeCanada AucklandWellington Azores Baghdad
                    BakuTbilisiYerevan BangkokHanoiJakarta BeijingChongqingHongKongUrumqi
                    BelgradeBratislavaBudapestLjubljanaPrague BogotaLimaQuito Brasilia Brisbane
                    BrusselsCopenhagenMadridParis Bucharest BuenosAiresGeorgetown Cairo CanberraMelbourneSydney
                    CapeVerdeIsland CaracasLaPaz CasablancaMonrovia CentralAmerica CentralTimeUSCanada
                    ChennaiKolkataMumbaiNewDelhi ChihuahuaLaPazMazatlan Darwin EasternTimeUSCanada Ekaterinburg
                    FijiKamchatkaMarshallIsland Greenland GreenwichMeanTimeDublinEdinburghLisbonLondon
                    GuadalajaraMexicoCityMonterrey GuamPortMoresby HararePretoria Hawaii
                    HelsinkiKyivRigaSofiaTallinnVilnius Hobart IndianaEast InternationalDateLineWest
                    IrkutskUlaanBataar IslamabadKarachiTashkent Jerusalem Kabul Kathmandu Krasnoyarsk
                    KualaLumpurSingapore KuwaitRiyadh SolomonIslandNewCaledonia MidAtlantic MidwayIslandAndSamoa
                    MoscowStPetersburgVolgograd MountainTimeUSCanada Nairobi Newfoundland Nukualofa
                    OsakaSapporoTokyo PacificTimeUSCanadaTijuana Perth Rangoon Santiago SarajevoSkopjeWarsawZagreb
                    Saskatchewan Seoul SriJayawardenepura Taipei Tehran Vladivostok WestCentralAfrica Yakutsk
                    """));
    static final EnumType LCID = new EnumType("LCID", words("""
                    ArabicSaudiArabia ArabicAlgeria ArabicBahrain ArabicEgypt ArabicIraq ArabicJordan ArabicKuwait
                    ArabicLebanon ArabicLibya ArabicMorocco ArabicOman ArabicQatar ArabicTunisia
                    ArabicUnitedArabEmirates ArabicYemen ChineseTaiwan DanishDenmark GermanGermany EnglishUS
                    SpanishSpain FinnishFinland FrenchFrance HebrewIsrael ItalianItaly JapaneseJapan KoreanKorea
                    DutchNetherlands NorwegianNorway PortugueseBrazil RussianRussia SwedishSweden EnglishThailand
                    EnglishIndonesia Slovenian Latvian EnglishVietnam ChineseChina GermanSwitzerland EnglishUK
                    SpanishMexico ChineseHongKong GermanAustria EnglishAustralia FrenchCanada EnglishCanada
                    EnglishNewZealand EnglishIreland SpanishVenezuela SpanishColombia SpanishPeru SpanishArgentina
                    EnglishPhilippines SpanishChile EnglishIndia EnglishMalaysia EnglishSingapore TurkishTurkey
                    FilipinoPhilippines PolandPolish MalayMalaysia UkrainianUkraine CzechRepublicCZ RomaniaRO
                    GreekGreece HungaryHU HindiIndia Bulgarian Lithuanian Croatian
                    """));
    static final EnumType INDUSTRY = new EnumType("Industry", words("""
                    NA AgencySalesHouse Automotive ConsumerPackagedGoods Education Entertainment FinancialServices
                    FoodServices Gaming GovernmentNonprofitPolitical Healthcare Internal PublishingAndWebMedia
                    RealEstate Retail Services Technology Telecommunications TravelHospitality Other Pharmaceuticals
                    """));

    private Enumerations() {}

    private static List<String> words(String text) {
        return BLANKS.splitAsStream(text.strip()).toList();
    }
}
