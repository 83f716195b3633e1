/**
 * The only actions that are granted on `*`, and why AWS leaves no choice. The tests refuse any other.
 * Source: the tables of https://docs.aws.amazon.com/service-authorization/latest/reference/
 */
'use strict';

module.exports = [
  {
    action: 'cloudtrail:DescribeTrails',
    reason: 'It lists the trails; CloudTrail defines no resource type for it.',
  },
  {
    action: 'cloudtrail:GetEventSelectors',
    reason: 'The trail of an organisation belongs to another account, whose number nobody here knows.',
  },
  {
    action: 'cloudtrail:GetTrailStatus',
    reason: 'The trail of an organisation belongs to another account, whose number nobody here knows.',
  },
  {
    action: 'events:ListRules',
    reason: 'It lists the rules of a Region; EventBridge defines no resource type for it.',
  },
  {
    action: 'cloudtrail:LookupEvents',
    reason: 'CloudTrail defines no resource type for it: event history belongs to the account.',
  },
  {
    action: 'iam:ListRoles',
    reason: 'It lists the account; which role would be named is what it is called to find out.',
  },
  {
    action: 'ssm:CreateOpsItem',
    reason: 'Systems Manager defines no resource type for it: the item does not exist yet.',
  },
];
